/// The line of a place and the line under it that points: both cut to a window around the caret when too long.
struct Excerpt {
  let text: String
  /// As far as the caret: tabs where the text has tabs, so that both lines move alike.
  let padding: String
  /// `^`, and `~` to the end of the range or of the line.
  let marks: String

  /// Columns of text shown at most, the signs of cutting not counted.
  private static let windowWidth = 110
  private static let widthBeforeCaret = 60
  /// Bytes looked at on either side of the caret; enough for the window, little beside a line of 100 MB.
  private static let bytesAround = 1024

  init(of source: Source, range: SourceRange) {
    let line = source.line(containing: range.lower)
    let concealed = ConcealedText(of: source).part(of: line)
    func decode(from lower: Int, to upper: Int) -> [DisplayCharacter] {
      let seam = min(max(concealed?.lower ?? upper, lower), max(upper, lower))
      return Self.decode(source, from: lower, to: seam) + Self.decode(source, from: seam, to: upper).map(\.concealed)
    }
    let caret = min(max(range.lower, line.lower), line.upper)
    let end = min(max(range.upper, caret), line.upper)
    let before = decode(from: Self.boundary(source, max(line.lower, caret - Self.bytesAround)), to: caret)
    let marked = decode(from: caret, to: min(end, caret + Self.bytesAround))
    let after = decode(from: end, to: min(line.upper, max(end, caret + Self.bytesAround)))

    let total = Self.width(before) + Self.width(marked) + Self.width(after)
    let isCut =
      total > Self.windowWidth || caret - line.lower > Self.bytesAround || line.upper - caret > Self.bytesAround
    let shownBefore = isCut ? Self.suffix(before, width: Self.widthBeforeCaret) : before[...]
    let room = isCut ? Self.windowWidth - Self.width(shownBefore) : Int.max
    let shownMarked = Self.prefix(marked, width: room)
    let shownAfter =
      shownMarked.count < marked.count ? [] : Self.prefix(after, width: isCut ? room - Self.width(shownMarked) : room)

    let cutBefore = shownBefore.count < before.count || caret - line.lower > Self.bytesAround
    let cutAfter =
      shownMarked.count + shownAfter.count < marked.count + after.count || line.upper - caret > Self.bytesAround
    text =
      (cutBefore ? "…" : "") + (shownBefore + shownMarked + shownAfter).map(\.text).joined() + (cutAfter ? "…" : "")
    padding =
      (cutBefore ? " " : "")
      + shownBefore.map { $0.isTab ? "\t" : String(repeating: " ", count: $0.width) }.joined()
    marks = "^" + String(repeating: "~", count: max(0, Self.width(shownMarked) - 1))
  }

  private static func decode(_ source: Source, from lower: Int, to upper: Int) -> [DisplayCharacter] {
    lower < upper ? source.text(in: SourceRange(lower, upper)).map(DisplayCharacter.init) : []
  }

  /// Not in the middle of a UTF-8 sequence.
  private static func boundary(_ source: Source, _ offset: Int) -> Int {
    var offset = offset
    while offset < source.bytes.count, source.bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  private static func width(_ characters: some Sequence<DisplayCharacter>) -> Int {
    characters.reduce(0) { $0 + $1.width }
  }

  private static func prefix(_ characters: [DisplayCharacter], width: Int) -> ArraySlice<DisplayCharacter> {
    var left = width
    return characters.prefix { character in
      left -= character.width
      return left >= 0
    }
  }

  private static func suffix(_ characters: [DisplayCharacter], width: Int) -> ArraySlice<DisplayCharacter> {
    var left = width
    var start = characters.count
    while start > 0, left - characters[start - 1].width >= 0 {
      start -= 1
      left -= characters[start].width
    }
    return characters[start...]
  }
}
