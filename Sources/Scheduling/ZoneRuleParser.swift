/// Reads the text of a `ZoneRule`: tzset(3) with the extensions of RFC 8536, section 3.3.1.
struct ZoneRuleParser {
  private var rest: Substring.UTF8View

  static func parse(_ text: String) -> ZoneRule? {
    var parser = ZoneRuleParser(rest: text[...].utf8)
    guard let rule = parser.rule(), parser.rest.isEmpty else { return nil }
    return rule
  }

  private mutating func rule() -> ZoneRule? {
    guard abbreviation(), let west = time(hours: 0...24) else { return nil }
    var rule = ZoneRule(standardOffset: -west)
    if rest.isEmpty { return rule }
    guard abbreviation() else { return nil }
    var offset = rule.standardOffset + 3_600
    if let first = rest.first, first != UInt8(ascii: ",") {
      guard let summerWest = time(hours: 0...24) else { return nil }
      offset = -summerWest
    }
    if rest.isEmpty {
      // Without dates glibc takes those of the United States.
      let start = ZoneRule.Change(day: .weekday(month: 3, week: 2, day: 0), time: 7_200)
      let end = ZoneRule.Change(day: .weekday(month: 11, week: 1, day: 0), time: 7_200)
      rule.summer = ZoneRule.Summer(offset: offset, start: start, end: end)
      return rule
    }
    guard accept(","), let start = change(), accept(","), let end = change() else { return nil }
    rule.summer = ZoneRule.Summer(offset: offset, start: start, end: end)
    return rule
  }

  private mutating func change() -> ZoneRule.Change? {
    guard let day = day() else { return nil }
    guard accept("/") else { return ZoneRule.Change(day: day, time: 7_200) }
    return time(hours: 0...167).map { ZoneRule.Change(day: day, time: $0) }
  }

  private mutating func day() -> ZoneRule.Change.Day? {
    if accept("J") { return number(in: 1...365).map { .julian($0) } }
    guard accept("M") else { return number(in: 0...365).map { .ordinal($0) } }
    guard let month = number(in: 1...12), accept("."), let week = number(in: 1...5), accept("."),
      let day = number(in: 0...6)
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }

  /// Three letters or more, or anything of letters, digits and signs between `<` and `>`.
  private mutating func abbreviation() -> Bool {
    if accept("<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    rest = rest[letters.endIndex...]
    return letters.count >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private mutating func time(hours: ClosedRange<Int>) -> Int? {
    let sign = accept("-") ? -1 : 1
    if sign == 1 { _ = accept("+") }
    guard let hour = number(in: hours) else { return nil }
    var seconds = hour * 3_600
    for unit in [60, 1] where accept(":") {
      guard let part = number(in: 0...59) else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  private mutating func number(in range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest[digits.endIndex...]
    guard let value = Int(digits: digits), range.contains(value) else { return nil }
    return value
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }
}
