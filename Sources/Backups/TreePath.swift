import Glibc

/// An absolute path that a backup is made of or restored to, and its two parts.
package struct TreePath: Sendable, Hashable {
  /// Without a slash at its end.
  package let path: String
  /// The folder above it.
  package let parent: String
  package let name: String
  /// The folder above it, where that is held open: then the tree is reached through it alone.
  private(set) var ground: HeldFolder?

  /// Throws for a path that is not absolute, has `.` or `..` in it, or is `/`.
  package init(_ text: String) throws(BackupFailure) {
    let parts = text.split(separator: "/")
    guard text.hasPrefix("/"), let last = parts.last, !parts.contains("."), !parts.contains("..") else {
      let isRoot = text.hasPrefix("/") && parts.isEmpty
      throw BackupFailure(
        .source, "\(text): \(isRoot ? "the whole file system" : "not an absolute path without . and ..")",
        hint: isRoot ? "name the folders that the change touches" : "write the path from / on")
    }
    path = "/" + parts.joined(separator: "/")
    parent = "/" + parts.dropLast().joined(separator: "/")
    name = String(last)
  }

  /// Tells paths apart where a name must be short: FNV-1a in hexadecimal digits.
  package static func digest(of path: String) -> String {
    String(path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
  }

  /// The path of an entry of the tree, for messages.
  func shown(_ relative: [UInt8]) -> String {
    relative.isEmpty ? path : "\(path)/\(PathText.shown(relative))"
  }

  /// The folder above it for calls and programs that take a path.
  var reach: String { ground?.reach ?? parent }

  func held(in ground: HeldFolder) -> TreePath {
    var copy = self
    copy.ground = ground
    return copy
  }

  /// The folder above it without links; nil where it does not exist.
  var realParent: String? { ground.map(\.realPath) ?? Self.resolved(parent) }

  package static func == (one: TreePath, other: TreePath) -> Bool { one.path == other.path }

  package func hash(into hasher: inout Hasher) { hasher.combine(path) }

  /// A path without links in it; nil where it does not exist.
  package static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Beside it, on the same file system unless it is a mount point.
  func sibling(_ name: String) -> String { parent == "/" ? "/\(name)" : "\(parent)/\(name)" }

  /// Device and inode; nil where nothing is there.
  var status: stat? {
    var status = stat()
    return lstat("\(reach)/\(name)", &status) == 0 ? status : nil
  }
}
