import Catalog

/// What a demand says in words, without the order of the names: `2 of lead (anna, %ops), berta or carla, also who asked`.
/// Requests keep just the words.
struct DemandWords: Equatable {
  /// What stands before and behind the names: how many, and whether who asked counts.
  private let rest: [ExactText]
  /// Each with those who stand behind it.
  private let names: Set<[ExactText]>

  init(_ words: String) {
    var text = words[...]
    var rest: [ExactText] = []
    if text.hasSuffix(Self.andSelf) {
      rest.append(ExactText(Self.andSelf))
      text = text.dropLast(Self.andSelf.count)
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, text.dropFirst(digits.count).hasPrefix(" of ") {
      rest.append(ExactText(String(digits)))
      text = text.dropFirst(digits.count + 4)
    }
    self.rest = rest
    names = Set(Self.pieces(of: text).map(Self.name))
  }

  private static let andSelf = ", also who asked"

  /// The name itself, and its members, sorted.
  private static func name(_ piece: Substring) -> [ExactText] {
    guard piece.hasSuffix(")"), let open = piece.firstIndex(of: "(") else { return [ExactText(String(piece))] }
    let members = pieces(of: piece[piece.index(after: open)...].dropLast()).map { ExactText(String($0)) }
    return [ExactText(String(piece[..<open]))] + Set(members).sorted()
  }

  /// Between `, ` and ` or `, outside of parentheses.
  private static func pieces(of text: Substring) -> [Substring] {
    var (pieces, start, at, depth): ([Substring], Substring.Index, Substring.Index, Int) =
      ([], text.startIndex, text.startIndex, 0)
    while at < text.endIndex {
      let separator = depth == 0 ? [", ", " or "].first { text[at...].hasPrefix($0) } : nil
      if let separator {
        pieces.append(text[start..<at])
        at = text.index(at, offsetBy: separator.count)
        start = at
        continue
      }
      if text[at] == "(" { depth += 1 } else if text[at] == ")" { depth -= 1 }
      at = text.index(after: at)
    }
    return pieces + [text[start...]]
  }
}
