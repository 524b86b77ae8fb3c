import JSON
import Syntax

/// `maint parse FILE`: the tree as JSON on several lines, maps in the order written. Every scalar is a string; a value
/// that was left out is `null`, and so is a file without a document. Stable: conformance tools read it.
package enum TreeReport {
  package static func json(_ tree: SyntaxTree) -> [UInt8] {
    var json = JSONWriter(layout: .pretty)
    if tree.hasDocument { write(tree.root, to: &json) } else { json.null() }
    json.lineBreak()
    return json.bytes
  }

  /// As deep as the parser lets a tree be.
  private static func write(_ node: Node, to json: inout JSONWriter) {
    switch node.kind {
    case .scalar:
      if node.isEmptyPlain { json.null() } else { json.value(node.text) }
    case .map:
      json.object { json in
        for entry in node.entries { json.field(entry.key.text) { json in write(entry.value, to: &json) } }
      }
    case .list:
      json.array { json in for item in node.items { write(item, to: &json) } }
    }
  }
}
