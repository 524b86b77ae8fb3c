import Diagnostics

/// What a line is to the items: one of them, something that was meant to be one, or neither.
///
/// An item is a bullet or number of a list, a marker, a blank, a text; the bullet may be missing.
enum ItemLine {
  case item(Marker, SourceRange, text: ArraySlice<UInt8>)
  case slip(SourceRange, message: String, hint: String)
  /// An entry of a list without a marker, or a line that explains the markers.
  case other
  case text

  init(_ line: Line) {
    let content = Self.afterBullet(line.body)
    let start = content ?? line.body
    self = Self.read(start, isInList: content != nil) ?? (content == nil ? .text : .other)
  }

  private static func read(_ content: ArraySlice<UInt8>, isInList: Bool) -> ItemLine? {
    guard let open = content.first, let close = brackets[open], open == UInt8(ascii: "{") || isInList,
      let end = content.prefix(mostBytes).firstIndex(of: close)
    else { return nil }
    let sign = String(decoding: content[...end], as: UTF8.self)
    let range = SourceRange(content.startIndex, end + 1)
    let after = content[(end + 1)...]
    if isLegend(after) { return .other }
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
    return Marker.allCases.count { rest.contains($0.rawValue) } >= Marker.allCases.count - 1
  }

  private static let legendWords: Set = [
    "open", "to do", "todo", "pending", "not started", "started", "in progress", "done", "finished", "complete",
    "completed",
  ]

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
  /// Of a sign that is looked at.
  private static let mostBytes = 10
}
