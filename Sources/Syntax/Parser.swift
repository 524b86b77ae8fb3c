import Diagnostics

/// Reads one file of the language into a tree: by bytes, in one pass, without backtracking over more than blanks.
///
/// Each `parse…` function returns with the cursor behind its construct; block constructs leave it on the first content
/// of a later line. A problem is noted in `problems`; where the construct cannot be read on, a `Refusal` goes up to the
/// nearest entry of a block map or list, which is dropped, and reading goes on at the next line not deeper than it.
package struct Parser {
  /// Collections inside each other.
  package static let deepestNesting = 200

  let source: Source
  let bytes: UnsafeBufferPointer<UInt8>
  /// What no message may quote.
  let concealed: ConcealedText
  var records: [NodeRecord] = []
  var problems = DiagnosticBag()

  /// The next byte to read.
  var at = 0
  var lineStart = 0
  /// Spaces at the beginning of the line; -1 when `at` is at the end of the document.
  var indent = 0
  /// The tab that follows the indentation and begins a line's content; -1 without one.
  var tabAt = -1
  var depth = 0
  /// The end of what was last read as content.
  var contentEnd = 0
  /// The block collection that ended last, for naming the sibling of a wrongly indented line.
  var lastClosed = (indent: -1, entry: 0)
  /// The keys of the map being looked through for duplicates; kept to reuse its memory.
  var keys: [UInt32] = []
  /// Brackets reported as unclosed; their closing brackets, met later, are no new problem.
  var unclosedBrackets = 0
  /// Of what is noted; only a look for slips gives warnings.
  var severity = Diagnostic.Severity.error
  /// Reading what a hint would show: hints of its own would only be thrown away.
  private(set) var isTrial = false
  /// A `? key` was refused; lines with its `: value` are no new problem.
  var hasExplicitKey = false

  /// The tree, or nil when the file has errors; all of them are appended.
  package static func parse(_ source: Source, diagnostics: inout DiagnosticBag) -> SyntaxTree? {
    guard TextCheck.passes(source, diagnostics: &diagnostics) else { return nil }
    return source.bytes.withUnsafeBufferPointer { bytes in
      var parser = Parser(source: source, bytes: bytes)
      // More nodes than most files have: growing would copy them all, and memory that is not touched is none.
      parser.records.reserveCapacity(bytes.count / 8)
      let hasDocument = parser.parseStream()
      diagnostics.append(contentsOf: parser.problems)
      if parser.problems.hasErrors { return nil }
      return SyntaxTree(source: source, records: parser.records, hasDocument: hasDocument)
    }
  }

  /// The root of a text that is sound by itself.
  static func trial(_ text: String) -> Node? {
    let source = Source(path: "", text: text)
    return source.bytes.withUnsafeBufferPointer { bytes in
      var parser = Parser(source: source, bytes: bytes)
      parser.isTrial = true
      let hasDocument = parser.parseStream()
      if parser.problems.hasErrors { return nil }
      return SyntaxTree(source: source, records: parser.records, hasDocument: hasDocument).root
    }
  }

  init(source: Source, bytes: UnsafeBufferPointer<UInt8>) {
    self.source = source
    self.bytes = bytes
    concealed = ConcealedText(of: source)
  }
}
