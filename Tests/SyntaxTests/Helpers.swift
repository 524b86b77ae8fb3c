import Diagnostics
import Syntax

/// A text with a marker « where a caret must stand; the marker is not part of it.
struct Marked {
  let bytes: [UInt8]
  let offset: Int

  init?(_ marked: String) {
    let (text, marker) = (Array(marked.utf8), Array("«".utf8))
    guard let offset = text.indices.first(where: { text[$0...].starts(with: marker) }) else { return nil }
    self.offset = offset
    bytes = Array(text[..<offset] + text[(offset + marker.count)...])
  }
}

/// What came of a text: its tree as JSON, or nil, and what was found.
struct Outcome {
  let tree: SyntaxTree?
  let diagnostics: DiagnosticBag

  init(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  init(bytes: [UInt8]) {
    var bag = DiagnosticBag()
    tree = Parser.parse(Source(path: "t.yaml", bytes: bytes), diagnostics: &bag)
    diagnostics = bag
  }

  var json: String? { tree.map { Self.json($0.root) } }
  var rendered: String { DiagnosticRenderer(color: false).render(diagnostics) }

  /// `id@line:column`, in order.
  var places: [String] {
    diagnostics.sorted.map { diagnostic in
      guard let source = diagnostic.source, let range = diagnostic.range else { return diagnostic.id.rawValue }
      let location = source.location(at: range.lower)
      return "\(diagnostic.id.rawValue)@\(location.line):\(location.column)"
    }
  }

  static func json(_ node: Node) -> String {
    switch node.kind {
    case .scalar: node.isEmptyPlain ? "null" : quoted(node.text)
    case .list: "[" + node.items.map(json).joined(separator: ",") + "]"
    case .map: "{" + node.entries.map { quoted($0.key.text) + ":" + json($0.value) }.joined(separator: ",") + "}"
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20: result += "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
