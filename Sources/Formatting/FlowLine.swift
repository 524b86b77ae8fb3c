import Syntax

/// Writes what stands in brackets on one line.
struct FlowLine {
  let bytes: [UInt8]

  /// Bytes as written beyond which nothing is tried: no line has more in its columns, so only a line of many blanks is
  /// opened for it, and brackets inside brackets are not read again for each level.
  private static let longest = 4 * TreeWriter.widestLine

  /// nil for what the author wrote on several lines, or too long.
  func text(of node: Node) -> [UInt8]? {
    let raw = bytes[node.range.lower..<node.range.upper]
    return raw.count > Self.longest || raw.contains(Characters.lineFeed) ? nil : line(of: node)
  }

  /// A key without a value stands alone, unless it is a pair, or would lose the colon that it ends with.
  func separator(_ key: Node, _ value: Node, isPair: Bool) -> String {
    let needsColon = isPair || key.style == .plain && bytes[key.range.upper - 1] == Characters.colon
    return value.isEmptyPlain && !needsColon ? "" : ": "
  }

  private func line(of node: Node) -> [UInt8] {
    switch node.kind {
    case .scalar: ScalarLines(node, in: bytes).lines[0]
    case .list: Self.joined(node.items.map(line(of:)), in: ("[", "]"))
    case .map:
      Self.joined(
        node.entries.map { key, value in
          line(of: key) + Array(separator(key, value, isPair: !node.isFlow).utf8) + line(of: value)
        }, in: node.isFlow ? ("{", "}") : ("", ""))
    }
  }

  private static func joined(_ parts: [[UInt8]], in brackets: (open: String, close: String)) -> [UInt8] {
    Array(brackets.open.utf8) + parts.joined(separator: ", ".utf8) + Array(brackets.close.utf8)
  }
}
