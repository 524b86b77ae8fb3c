import Scheduling

extension Shape {
  /// What to write in place of a text that is not of this shape, where it is plain what was meant. Of a path, which may be
  /// a secret in the wrong place, nothing is repeated.
  func correction(of text: String) -> String? {
    switch self {
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "on", "1": "write true"
      case "false", "no", "off", "0": "write false"
      default: nil
      }
    case .time: Self.time(text).flatMap { TimeOfDay.parse($0) == nil ? nil : "write \"\($0)\"" }
    case .hours: Self.hours(text)
    case .moment: MomentGuess(text).correction
    case .days: Self.days(text).map { "write day: [\($0.map(\.description).joined(separator: ", "))]" }
    case .absolutePath where text.hasPrefix("~"): "write the home folder in full: nothing is filled in for '~'"
    case .absolutePath where text.hasPrefix("$"): "write the path in full: nothing is filled in for variables here"
    case .absolutePath: "write where it begins: steps and maint are started in different folders"
    default: nil
    }
  }

  /// Two digits of an hour and two of a minute, out of `2:30`, `2`, `0230`, `2.30`, `02:30:00`, `2am` or `2:30 pm`.
  private static func time(_ text: some StringProtocol) -> String? {
    var text = text.lowercased().filter { $0 != " " }
    let half = ["am", "pm"].first { text.hasSuffix($0) }
    if half != nil { text.removeLast(2) }
    var fields = text.split(omittingEmptySubsequences: false) { ":.".contains($0) }.map(String.init)
    if fields.count == 1, text.utf8.count == 4 { fields = [String(text.prefix(2)), String(text.suffix(2))] }
    if fields.count == 3, fields[2] == "00" { fields.removeLast() }
    if fields.count == 1 { fields.append("00") }
    guard fields.count == 2, (1...2).contains(fields[0].utf8.count), fields[1].utf8.count == 2,
      var hour = Int(digits: fields[0].utf8), let minute = Int(digits: fields[1].utf8)
    else { return nil }
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (half == "pm" ? 12 : 0)
    }
    return "\(TimeOfDay(hour: hour, minute: minute))"
  }

  /// The same by the clock of the day after; nil before 24:00.
  private static func timeOfNextDay(_ time: String) -> String? {
    guard let hour = Int(digits: time.utf8.prefix(2)), (24..<48).contains(hour),
      let minute = Int(digits: time.utf8.suffix(2))
    else { return nil }
    return "\(TimeOfDay(hour: hour - 24, minute: minute))"
  }

  private static func hours(_ text: String) -> String? {
    let plain = text.split(separator: " ").map { ["to", "until"].contains($0.lowercased()) ? "-" : $0 }.joined()
    let ends = plain.split { "-–—".contains($0) }.compactMap { time($0) }
    guard ends.count == 2 else { return nil }
    let (start, end) = (ends[0], ends[1])
    if start == end { return "write \"00:00-24:00\" for all of the day, or leave the window out" }
    if isHours(start, end) { return "write \"\(start)-\(end)\"" }
    if let onDay = timeOfNextDay(start) {
      let last = timeOfNextDay(end) ?? end
      return isHours(onDay, last) ? "a day has 24 hours: write \"\(onDay)-\(last)\", of the day after" : nil
    }
    guard let last = timeOfNextDay(end), isHours(start, last) else { return nil }
    return last < start
      ? "a day has 24 hours: write \"\(start)-\(last)\", which ends on the day after"
      : "a window is open for 24 hours at most: write \"00:00-24:00\" for all of the day"
  }

  private static func isHours(_ start: String, _ end: String) -> Bool { Window.Hours.parse("\(start)-\(end)") != nil }

  /// Several days in one text: `Saturday, Sunday`, `Sat and Sun`, `Mon-Fri`.
  private static func days(_ text: String) -> [DayRule]? {
    let ends = text.split { "-–—".contains($0) }.compactMap { Weekday.parse($0.filter { $0 != " " }) }
    if ends.count == 2, let first = Weekday.allCases.firstIndex(of: ends[0]) {
      let week = Weekday.allCases[first...] + Weekday.allCases[..<first]
      return (week.prefix { $0 != ends[1] } + [ends[1]]).map(DayRule.weekday)
    }
    let words = text.split { " ,;/&+|".contains($0) }.filter { !["and", "or"].contains($0.lowercased()) }
    let rules = words.compactMap { DayRule.parse(String($0)) }
    return rules.count > 1 && rules.count == words.count ? rules : nil
  }
}
