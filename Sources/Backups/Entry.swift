/// One name of a tree: what it is, whose it is, and what it holds.
package struct Entry: Sendable, Equatable {
  /// By the letter of the manifest.
  package enum Kind: UInt8, Sendable {
    case file = 0x66  // f
    case directory = 0x64  // d
    case symbolicLink = 0x6C  // l
    case pipe = 0x70  // p
    case socket = 0x73  // s
    case blockDevice = 0x62  // b
    case characterDevice = 0x63  // c
    /// A further name of the file that `content` names.
    case hardLink = 0x68  // h
    /// The same of a pipe, device or socket: tar does not keep that.
    case nodeLink = 0x6E  // n

    var isFurtherName: Bool { self == .hardLink || self == .nodeLink }
    /// What tar leaves out: a restore makes it by itself.
    var isInArchive: Bool { self != .socket && self != .nodeLink }
  }

  package struct Attribute: Sendable, Equatable {
    package var name: [UInt8]
    package var value: [UInt8]
  }

  /// What changes whenever anything of the file changes; it cannot be restored.
  struct Identity: Sendable, Equatable {
    var device: UInt64
    var inode: UInt64
    var changedSeconds: Int
    var changedNanoseconds: Int
  }

  package var kind: Kind
  /// The twelve bits of permissions.
  package var mode: UInt32 = 0
  package var user: UInt32 = 0
  package var group: UInt32 = 0
  /// Bytes of a file; 0 for others.
  package var size: Int = 0
  /// Since 1970, rounded down, so that nanoseconds are always added.
  package var seconds: Int = 0
  package var nanoseconds: Int = 0
  /// SHA-256 in hexadecimal digits of a file (empty: not known yet), target of a link, path of the first name of a hard
  /// link, `major:minor` of a device; empty for others.
  package var content: [UInt8] = []
  /// Relative to the top of the tree, which is empty itself.
  package var path: [UInt8]
  /// By name; access control lists are among them.
  package var attributes: [Attribute] = []
  var identity: Identity?

  static let accessList = "system.posix_acl_access"
  static let defaultAccessList = "system.posix_acl_default"

  var hasAccessList: Bool {
    attributes.contains { $0.name == Array(Self.accessList.utf8) || $0.name == Array(Self.defaultAccessList.utf8) }
  }

  /// Whether this one comes first where folders stand before what is in them and names are ordered by their bytes.
  static func isOrdered(_ left: [UInt8], before right: [UInt8]) -> Bool {
    // A slash ends a name, so it comes before every byte of one.
    left.lexicographicallyPrecedes(right) { rank($0) < rank($1) }
  }

  private static func rank(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? 0 : byte }
}
