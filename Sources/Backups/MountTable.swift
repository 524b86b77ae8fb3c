import Glibc

/// Where file systems are mounted.
enum MountTable {
  /// The first mount point that is the path itself or lies below it; nil where there is none. Bind mounts count, which
  /// no device number shows.
  static func firstMount(within tree: TreePath) throws(BackupFailure) -> String? {
    guard let resolved = realpath(tree.parent, nil) else { return nil }
    defer { free(resolved) }
    let parent = String(cString: resolved)
    let whole = Array((parent == "/" ? "/\(tree.name)" : "\(parent)/\(tree.name)").utf8)
    let reader = try LineReader(path: "/proc/self/mountinfo")
    while let line = try reader.next() {
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard fields.count > 4 else { continue }
      let point = unescaped(fields[4])
      if point == whole || point.starts(with: whole + [UInt8(ascii: "/")]) { return PathText.shown(point) }
    }
    return nil
  }

  /// The kernel writes space, tab, newline and backslash as `\040` and so on: proc(5).
  private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}
