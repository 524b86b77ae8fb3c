/// A line in pieces of one style each, so that it can be measured and cut before it holds escape sequences.
struct StyledText: Sendable, Hashable {
  struct Piece: Sendable, Hashable {
    var text: String
    var style: Style
  }

  private(set) var pieces: [Piece]

  init(_ text: String, _ style: Style = .plain) { pieces = text.isEmpty ? [] : [Piece(text: text, style: style)] }

  var isEmpty: Bool { pieces.isEmpty }
  /// Columns on a terminal.
  var width: Int { pieces.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var result = left
    result += right
    return result
  }

  static func += (left: inout StyledText, right: StyledText) { left.pieces += right.pieces }

  func mapped(_ change: (String) -> String) -> StyledText {
    var result = self
    for index in result.pieces.indices { result.pieces[index].text = change(result.pieces[index].text) }
    return result
  }

  /// Filled up with spaces; a longer text is left as it is.
  func padded(to width: Int, right: Bool = false) -> StyledText {
    let space = StyledText(String(repeating: " ", count: max(0, width - self.width)))
    return right ? space + self : self + space
  }

  /// At most `width` columns, ending with `mark` where something was cut off.
  func cut(to width: Int, mark: String) -> StyledText {
    if self.width <= width { return self }
    var room = width - DisplayWidth.of(mark)
    if room < 0 { return StyledText("") }
    var result = StyledText("")
    for piece in pieces {
      var kept = ""
      for character in piece.text {
        room -= DisplayWidth.of(character)
        if room < 0 { break }
        kept.append(character)
      }
      result += StyledText(kept, piece.style)
      if room < 0 { return result + StyledText(mark, piece.style) }
    }
    return result
  }
}

extension StyledText: ExpressibleByStringInterpolation {
  init(stringLiteral text: String) { self.init(text) }
}
