/// The lines of the formatted file as they come to be.
struct TextBuilder {
  struct Line {
    enum Kind {
      case content, comment
      /// Of a block scalar, or blank.
      case verbatim
    }

    let kind: Kind
    /// With the indentation; without the comment at the end of the line.
    var bytes: [UInt8]
    var comment: EndComment?
  }

  /// A comment at the end of a line.
  struct EndComment {
    let bytes: [UInt8]
    /// Where the author put it.
    let column: Int
    /// The blanks before it there.
    let distance: Int
  }

  private(set) var lines: [Line] = []
  private var wantsBlank = false
  /// At the beginning of the file, after an opening bracket, and where a blank line would be part of a text.
  private var refusesBlank = true

  /// Columns of the line being written.
  var width: Int { lines.last.map { Characters.width($0.bytes) } ?? 0 }

  mutating func startLine(_ column: Int) { begin(.content, column) }

  mutating func append(_ bytes: some Sequence<UInt8>) {
    lines[lines.count - 1].bytes += bytes
  }

  mutating func append(_ text: String) { append(text.utf8) }

  /// A line that is taken as it is.
  mutating func verbatimLine(_ bytes: [UInt8]) {
    lines.append(Line(kind: .verbatim, bytes: bytes))
  }

  /// One blank line before the next, however often it is asked for.
  mutating func blankLine() {
    if !refusesBlank { wantsBlank = true }
  }

  /// No blank line before the next.
  mutating func refuseBlankLine() {
    refusesBlank = true
    wantsBlank = false
  }

  mutating func comment(_ bytes: some Sequence<UInt8>, column: Int) {
    begin(.comment, column)
    append(bytes)
  }

  /// On the line being written, or at `column` on one of its own if that holds a comment already.
  mutating func endComment(_ bytes: some Sequence<UInt8>, sourceColumn: Int, distance: Int, orAt column: Int) {
    guard let line = lines.last, line.kind == .content, line.comment == nil else {
      return comment(bytes, column: column)
    }
    lines[lines.count - 1].comment = EndComment(bytes: Array(bytes), column: sourceColumn, distance: distance)
  }

  func rendered() -> [UInt8] {
    var result: [UInt8] = []
    var columns = CommentColumns(of: lines).columns[...]
    for line in lines {
      result += line.bytes
      if let comment = line.comment, let column = columns.popFirst() {
        result += repeatElement(Characters.space, count: column - Characters.width(line.bytes))
        result += comment.bytes
      }
      result.append(Characters.lineFeed)
    }
    return result
  }

  private mutating func begin(_ kind: Line.Kind, _ column: Int) {
    if wantsBlank { lines.append(Line(kind: .verbatim, bytes: [])) }
    (wantsBlank, refusesBlank) = (false, false)
    lines.append(Line(kind: kind, bytes: Array(repeating: Characters.space, count: column)))
  }
}
