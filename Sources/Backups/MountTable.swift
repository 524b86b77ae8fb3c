import Glibc

/// Where file systems are mounted.
package enum MountTable {
  /// The mount points that are the path itself or lie below it, relative to it. Bind mounts count, which no device
  /// number shows.
  static func mounts(within tree: TreePath) throws(BackupFailure) -> [[UInt8]] {
    guard let parent = tree.realParent else { return [] }
    let whole = Array((parent == "/" ? "/\(tree.name)" : "\(parent)/\(tree.name)").utf8)
    let reader = try LineReader(path: "/proc/self/mountinfo")
    var found: [[UInt8]] = []
    while let line = try reader.next() {
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard fields.count > 4 else { continue }
      let point = unescaped(fields[4])
      if point == whole { found.append([]) }
      if point.starts(with: whole + [UInt8(ascii: "/")]) { found.append(Array(point.dropFirst(whole.count + 1))) }
    }
    return found
  }

  /// A path as mountinfo has it: the kernel writes space, tab, newline and backslash as `\040` and so on, proc(5).
  package static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
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
