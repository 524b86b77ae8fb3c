/// Words of a document, each part with what it is. They are text as it was written or recorded: a renderer makes them harmless
/// in its format, so nothing in them can become markup.
package struct Phrase: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case plain, strong, faint
    /// A command to type, a name, a path.
    case code
    case good, caution, bad
  }

  package struct Piece: Sendable, Hashable {
    package var text: String
    package var kind: Kind
  }

  private(set) package var pieces: [Piece]

  package init(_ text: String, _ kind: Kind = .plain) { pieces = text.isEmpty ? [] : [Piece(text: text, kind: kind)] }

  package static func code(_ text: String) -> Phrase { Phrase(text, .code) }

  package var isEmpty: Bool { pieces.isEmpty }

  package static func + (left: Phrase, right: Phrase) -> Phrase {
    var result = left
    result.pieces += right.pieces
    return result
  }

  package static func + (left: Phrase, right: String) -> Phrase { left + Phrase(right) }

  package static func += (left: inout Phrase, right: Phrase) { left = left + right }
}

extension Phrase: ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) { self.init(text) }
}

extension [Phrase] {
  /// With commas between them.
  func listed() -> Phrase {
    var result = Phrase("")
    for (index, phrase) in enumerated() { result += (index > 0 ? ", " : "") + phrase }
    return result
  }
}
