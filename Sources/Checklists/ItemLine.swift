import Diagnostics
import TextSearch

/// What a line is to the items: one of them, something that was meant to be one, or neither.
///
/// An item is a bullet or number of a list, a marker, a blank, a text; the bullet may be missing.
enum ItemLine {
  case item(Marker, SourceRange, text: ArraySlice<UInt8>)
  case slip(SourceRange, message: String, hint: String)
  /// It may be one, and does not count.
  case hidden(SourceRange, hint: String)
  /// An entry of a list without a marker, or a line that explains the markers.
  case other
  case text

  init(_ line: Line) {
    let content = Self.afterBullet(line.body)
    let start = content ?? line.body
    self = Self.read(start, isInList: content != nil) ?? Self.hidden(line) ?? (content == nil ? .text : .other)
  }

  private static func read(_ content: ArraySlice<UInt8>, isInList: Bool) -> ItemLine? {
    guard let open = content.first, let close = brackets[open], open == UInt8(ascii: "{") || isInList,
      let end = content.prefix(mostBytes).firstIndex(of: close)
    else { return nil }
    let sign = String(decoding: content[...end], as: UTF8.self)
    let range = SourceRange(content.startIndex, end + 1)
    let after = content[(end + 1)...]
    if isLegend(after) { return explains(sign, after) ? .other : hidden(sign, range, after) }
    guard let marker = Marker(rawValue: sign) else { return slip(sign, range, after) }
    if let next = after.first, !Byte.isBlank(next) {
      guard isBeginningOfWord(next) else { return .other }
      return .slip(
        range, message: "nothing separates '\(sign)' from the text", hint: "write a blank after the marker")
    }
    return .item(marker, range, text: Line(after).body)
  }

  /// nil: other words in brackets.
  private static func slip(_ sign: String, _ range: SourceRange, _ after: ArraySlice<UInt8>) -> ItemLine? {
    let content = String(sign.dropFirst().dropLast())
    let meant = Marker.meant(by: content)
    if sign.hasPrefix("{") {
      guard meant != nil || content.count <= 2 else { return nil }
    } else {
      // `[x](https://…)` is a link, and `(i)` a number.
      let isNumber = sign.hasPrefix("(") && meant == .inProgress
      guard meant != nil, !isNumber, after.first.map(Byte.isBlank) ?? true else { return nil }
    }
    return .slip(
      range, message: "'\(sign)' is no marker",
      hint: meant.map { "did you mean '\($0.rawValue)'?" }
        ?? "write { } for what is open, {IP} for what is in progress, {X} for what is done")
  }

  /// `{X} = done`, `{X}: done`, `{X} done` and no more, or all three on one line.
  private static func isLegend(_ after: ArraySlice<UInt8>) -> Bool {
    let rest = Line(after).text
    if ["=", ":", "- ", "– ", "— ", "-> ", "→ "].contains(where: rest.hasPrefix) { return true }
    if legendWords.contains(rest.lowercased()) { return true }
    return Marker.allCases.count { rest.contains(text: $0.rawValue) } >= Marker.allCases.count - 1
  }

  private static let legendWords: Set = [
    "open", "to do", "todo", "pending", "not started", "started", "in progress", "done", "finished", "complete",
    "completed",
  ]

  /// Whether it can be nothing else: the words of a marker that there is.
  private static func explains(_ sign: String, _ after: ArraySlice<UInt8>) -> Bool {
    let text = Line(after).text
    let words = String(text.drop { " =:-–—>→".contains($0) }).lowercased()
    return Marker(rawValue: sign) != nil
      && (text.hasPrefix("=") || legendWords.contains(words) || words.contains("{"))
  }

  private static func hidden(_ sign: String, _ range: SourceRange, _ after: ArraySlice<UInt8>) -> ItemLine? {
    guard let meant = Marker(rawValue: sign) ?? Marker.meant(by: String(sign.dropFirst().dropLast())),
      sign.hasPrefix("{") || sign == "[ ]" || sign.lowercased() == "[x]"
    else { return .other }
    let text = String(Line(after).text.drop { " =:-–—>→".contains($0) })
    return .hidden(range, hint: "an item is written: - \(meant.rawValue) \(text)")
  }

  /// A marker, or what was meant as one, behind something else than the bullet of a list and a blank.
  private static func hidden(_ line: Line) -> ItemLine? {
    let before = line.body.prefix(mostBytes).prefix { $0 != UInt8(ascii: "{") }
    let content = line.body[before.endIndex...]
    guard !before.isEmpty, String(decoding: before, as: UTF8.self).allSatisfy(isOrnament),
      let end = content.prefix(mostBytes).firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    let sign = String(decoding: content[...end], as: UTF8.self)
    let after = content[(end + 1)...].drop { "*_`".utf8.contains($0) }
    guard let meant = Marker(rawValue: sign) ?? Marker.meant(by: String(sign.dropFirst().dropLast())),
      let first = Line(after).body.first, isBeginningOfWord(first), !isLegend(after)
    else { return nil }
    return .hidden(
      SourceRange(content.startIndex, end + 1), hint: "an item is written: - \(meant.rawValue) \(Line(after).text)")
  }

  /// Of a row of a table: the first marker, or what was meant as one, at the beginning of a cell; what it marks stands in the same
  /// cell or in the others. nil: there is none, or the row explains the markers.
  static func hidden(inCells cells: [ArraySlice<UInt8>]) -> (range: SourceRange, hint: String)? {
    for (index, cell) in cells.enumerated() {
      let content = afterBullet(cell) ?? cell
      guard let open = content.first, let close = brackets[open],
        let end = content.prefix(mostBytes).firstIndex(of: close)
      else { continue }
      let sign = String(decoding: content[...end], as: UTF8.self)
      guard let meant = Marker(rawValue: sign) ?? Marker.meant(by: String(sign.dropFirst().dropLast())),
        sign.hasPrefix("{") || sign == "[ ]" || sign.lowercased() == "[x]"
      else { continue }
      let others = cells.indices.filter { $0 != index && !cells[$0].isEmpty }.map { cells[$0] }
      let own = Line(content[(end + 1)...]).body
      // `[x](https://…)` is a link.
      if sign.hasPrefix("["), own.startIndex == end + 1, !own.isEmpty { continue }
      let text = own.isEmpty ? Array(others.joined(separator: " ".utf8))[...] : own
      guard let first = text.first, isBeginningOfWord(first), !isLegend(text) else { continue }
      let words = String(decoding: text, as: UTF8.self)
      return (SourceRange(content.startIndex, end + 1), "an item is written: - \(meant.rawValue) \(words)")
    }
    return nil
  }

  /// What may stand before an item, and makes none of it.
  private static func isOrnament(_ character: Character) -> Bool {
    !character.isLetter && !"[(|{$%\\".contains(character)
  }

  /// What stands after the bullet or number of an entry of a list; nil: it is none.
  private static func afterBullet(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let digits = body.prefix(while: Byte.isDigit)
    guard digits.count < 10, let sign = body.dropFirst(digits.count).first,
      (digits.isEmpty ? "-*+" : ".)").utf8.contains(sign)
    else { return nil }
    let rest = body.dropFirst(digits.count + 1)
    return rest.first.map(Byte.isBlank) == true ? Line(rest).body : nil
  }

  private static func isBeginningOfWord(_ byte: UInt8) -> Bool {
    Byte.isLetterOrDigit(byte) || byte >= 0x80 || "*_`[(\"'".utf8.contains(byte)
  }

  private static let brackets: [UInt8: UInt8] = [
    UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "["): UInt8(ascii: "]"), UInt8(ascii: "("): UInt8(ascii: ")"),
  ]
  /// Of a sign that is looked at: `{ in progress }`.
  private static let mostBytes = 16
}
