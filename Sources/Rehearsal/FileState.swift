import CLinux
import Glibc

/// What stands at a path: all that a rollback has to bring back, but for the content of a file.
package struct FileState: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case directory, file, link, pipe, socket
    case blockDevice = "block_device"
    case characterDevice = "character_device"
  }

  package struct Attribute: Sendable, Hashable {
    package var name: [UInt8]
    package var value: [UInt8]
  }

  /// The same stamp, the same content: nothing changes a file without a new time of its inode.
  package struct Stamp: Sendable, Hashable {
    var device: UInt64
    var inode: UInt64
    var size: Int
    var changedSeconds: Int
    var changedNanoseconds: Int
  }

  package var kind: Kind
  /// The bits of chmod(2).
  package var mode: UInt32
  package var user: UInt32
  package var group: UInt32
  /// Of a file, in bytes.
  package var size: Int
  package var seconds: Int
  package var nanoseconds: Int
  /// Of a link where it points to, of a device its numbers.
  package var target: [UInt8]
  /// Sorted by name, those of overlayfs left out.
  package var attributes: [Attribute]
  package var stamp: Stamp
  /// How many names the file has.
  package var names: Int
}

extension FileState {
  /// What is at a name in an open folder, a link itself; nil where nothing is.
  init?(_ name: [CChar], in folder: Int32) throws(SandboxFailure) {
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      // A folder of the layer may stand where the host has a file.
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .call("\(Self.shown(name)) could not be examined")
    }
    try self.init(status, name, in: folder)
  }

  private init(_ status: stat, _ name: [CChar], in folder: Int32) throws(SandboxFailure) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      case S_IFBLK: .blockDevice
      case S_IFCHR: .characterDevice
      default: .file
      }
    (mode, user, group) = (status.st_mode & 0o7777, status.st_uid, status.st_gid)
    size = kind == .file ? Int(status.st_size) : 0
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    stamp = Stamp(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      changedSeconds: status.st_ctim.tv_sec, changedNanoseconds: status.st_ctim.tv_nsec)
    names = Int(status.st_nlink)
    target = []
    switch kind {
    case .link: target = try Self.target(name, in: folder)
    case .blockDevice, .characterDevice:
      let device = UInt64(status.st_rdev)
      target = Array("\(maint_device_major(device)):\(maint_device_minor(device))".utf8)
    case .directory, .file, .pipe, .socket: break
    }
    attributes = try Self.attributes(name, in: folder)
  }

  /// overlayfs's mark of a name that was removed.
  var isWhiteout: Bool { kind == .characterDevice && target == Array("0:0".utf8) }

  private static func target(_ name: [CChar], in folder: Int32) throws(SandboxFailure) -> [UInt8] {
    var target = [CChar](repeating: 0, count: 4096)
    let count = readlinkat(folder, name, &target, target.count)
    guard count >= 0 else { throw .call("the link \(shown(name)) could not be read") }
    return target[..<count].map(UInt8.init(bitPattern:))
  }

  private static func attributes(_ name: [CChar], in folder: Int32) throws(SandboxFailure) -> [Attribute] {
    var list = [CChar](repeating: 0, count: 4096)
    var length = maint_list_attributes(folder, name, &list, list.count)
    if length < 0, errno == ERANGE {
      list = [CChar](repeating: 0, count: 65536)
      length = maint_list_attributes(folder, name, &list, list.count)
    }
    guard length >= 0 else { throw .call("the extended attributes of \(shown(name)) could not be read") }
    var attributes: [Attribute] = []
    for part in list[..<length].split(separator: 0) {
      let attribute = part.map(UInt8.init(bitPattern:))
      if Overlay.isOwn(attribute) { continue }
      var value = [UInt8](repeating: 0, count: 65536)
      let count = maint_get_attribute(folder, name, Array(part) + [0], &value, value.count)
      guard count >= 0 else {
        // Removed meanwhile, or readable to root alone.
        if errno == ENODATA || errno == EPERM || errno == EACCES { continue }
        throw .call("an extended attribute of \(shown(name)) could not be read")
      }
      attributes.append(Attribute(name: attribute, value: Array(value[..<count])))
    }
    return attributes.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  static func shown(_ name: [CChar]) -> String {
    String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
