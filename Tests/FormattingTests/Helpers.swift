import Diagnostics
import Syntax
import Testing

@testable import Formatting

/// A text that was parsed.
struct Parsed {
  let tree: SyntaxTree?
  let diagnostics: DiagnosticBag

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) {
    var bag = DiagnosticBag()
    tree = Parser.parse(Source(path: "t.yaml", bytes: bytes), diagnostics: &bag)
    diagnostics = bag
  }

  var problems: String { DiagnosticRenderer(color: false).render(diagnostics) }
}

/// nil, and an issue, when the text cannot be parsed or formatted.
func formatted(_ text: String, location: Testing.SourceLocation = #_sourceLocation) -> String? {
  let parsed = Parsed(text)
  guard let tree = parsed.tree else {
    Issue.record("not parsed:\n\(text)\n\(parsed.problems)", sourceLocation: location)
    return nil
  }
  do throws(FormattingFailure) {
    return String(decoding: try Formatter.format(tree), as: UTF8.self)
  } catch {
    let problems = DiagnosticRenderer(color: false).render(error.diagnostics)
    let written = TreeWriter.text(of: tree)
    Issue.record(
      "\(error.message)\n\(problems)\nfrom:\n\(text)\nto:\n\(written)", sourceLocation: location)
    return nil
  }
}

extension TreeWriter {
  /// Unchecked.
  static func text(of tree: SyntaxTree) -> String {
    var writer = TreeWriter(tree)
    writer.writeDocument()
    return String(decoding: writer.text.rendered(), as: UTF8.self)
  }
}

/// The one becomes the other, which stays as it is.
func expect(_ before: String, becomes after: String, location: Testing.SourceLocation = #_sourceLocation) {
  for text in [before, after] {
    guard let result = formatted(text, location: location) else { return }
    if !Array(result.utf8).elementsEqual(Array(after.utf8)) {
      Issue.record("\(text)\nbecame\n\(result)\nand not\n\(after)", sourceLocation: location)
      return
    }
  }
}
