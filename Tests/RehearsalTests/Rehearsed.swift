/// What the driver told; paths of the tree are relative to it.
struct Rehearsed {
  let status: Int32
  let text: String

  var lines: [String] { text.split(separator: "\n").map(String.init) }
  /// How each script ended.
  var endings: [String] { lines.filter { $0.hasPrefix("ended: ") }.map { String($0.dropFirst(7)) } }
  /// What is not as on the host, after the last script.
  var changes: [String] {
    Array(lines[(lines.lastIndex { $0.hasPrefix("ended: ") }.map { $0 + 1 } ?? lines.count)...])
  }
}
