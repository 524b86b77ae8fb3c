import Syntax

/// The comments of a file, found in the gaps between the scalars of its tree.
enum CommentList {
  /// In the order written, from the `#`, without blanks at the end.
  static func texts(of tree: SyntaxTree) -> [ArraySlice<UInt8>] {
    var list = Gaps(bytes: tree.source.bytes)
    list.visit(tree.root)
    list.skip(to: tree.source.bytes.count)
    return list.found
  }

  private struct Gaps {
    let bytes: [UInt8]
    var found: [ArraySlice<UInt8>] = []
    private var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func visit(_ node: Node) {
      switch node.kind {
      case .list: for item in node.items { visit(item) }
      case .map:
        for entry in node.entries {
          visit(entry.key)
          visit(entry.value)
        }
      case .scalar:
        skip(to: node.range.lower)
        if node.style == .literal || node.style == .folded {
          // The line of the `|` may end with a comment.
          var end = node.range.lower
          while end < node.range.upper, bytes[end] != Characters.lineFeed { end += 1 }
          skip(to: end)
        }
        at = node.range.upper
      }
    }

    /// Between scalars a `#` stands for nothing but a comment.
    mutating func skip(to end: Int) {
      while at < end {
        guard bytes[at] == Characters.hash else {
          at += 1
          continue
        }
        let start = at
        while at < end, !Characters.isBreak(bytes[at]) { at += 1 }
        var last = at
        while Characters.isBlank(bytes[last - 1]) { last -= 1 }
        found.append(bytes[start..<last])
      }
    }
  }
}
