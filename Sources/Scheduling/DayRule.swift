/// Which days of a month a window opens on.
package enum DayRule: Sendable, Hashable {
  case every
  case weekday(Weekday)
  /// The first to fifth such weekday of a month.
  case nth(Int, Weekday)
  case last(Weekday)
  /// From 1 to 31.
  case dayOfMonth(Int)

  /// Reads `daily`, `Sunday`, `First_Sunday` to `Fifth_Sunday`, `Last_Sunday`, or a day of the month from 1 to 31; nil
  /// for any other text.
  package static func parse(_ text: String) -> DayRule? {
    if let day = Int(digits: text.utf8) { return daysOfMonth.contains(day) ? .dayOfMonth(day) : nil }
    if text.lowercased() == dailyText { return .every }
    let words = text.split(separator: "_", omittingEmptySubsequences: false)
    guard let last = words.last, let weekday = Weekday.parse(last) else { return nil }
    if words.count == 1 { return .weekday(weekday) }
    guard words.count == 2 else { return nil }
    let ordinal = words[0].lowercased()
    if ordinal == "last" { return .last(weekday) }
    guard let index = ordinals.firstIndex(where: { $0.lowercased() == ordinal }) else { return nil }
    return .nth(index + 1, weekday)
  }

  package static let dailyText = "daily"
  package static let daysOfMonth = 1...31

  /// All texts without a number, as `parse` reads them: for `did you mean`.
  package static var knownTexts: [String] {
    [dailyText] + Weekday.allCases.map(\.name)
      + ordinalWords.flatMap { ordinal in Weekday.allCases.map { "\(ordinal)_\($0.name)" } }
  }

  /// What to say of `Sixth_Sunday`, where no correction of the word is meant; nil for what is no such text.
  package static func remark(onOrdinalOf text: String) -> String? {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2,
      let weekday = Weekday.allCases.first(where: { $0.name.lowercased() == parts[1].lowercased() }),
      tooLate.contains(parts[0].lowercased()) || parts[0].first?.isNumber == true
    else { return nil }
    return "before _\(weekday.name) stands \(ordinals.joined(separator: ", ")) or Last"
  }

  /// What may stand before a weekday, in any case.
  package static let ordinalWords = ordinals + ["Last"]

  private static let tooLate = ["sixth", "seventh", "eighth", "ninth", "tenth"]

  private static let ordinals = ["First", "Second", "Third", "Fourth", "Fifth"]

  func matches(day: Int, of month: MonthShape) -> Bool {
    switch self {
    case .every: true
    case .weekday(let weekday): month.weekday(of: day) == weekday
    case .nth(let number, let weekday): (day + 6) / 7 == number && month.weekday(of: day) == weekday
    case .last(let weekday): day + 7 > month.length && month.weekday(of: day) == weekday
    case .dayOfMonth(let number): day == number
    }
  }
}

extension DayRule: CustomStringConvertible {
  /// As `parse` reads it.
  package var description: String {
    switch self {
    case .every: Self.dailyText
    case .weekday(let weekday): weekday.name
    case .nth(let number, let weekday): "\(Self.ordinals[min(max(number, 1), 5) - 1])_\(weekday.name)"
    case .last(let weekday): "Last_\(weekday.name)"
    case .dayOfMonth(let day): String(day)
    }
  }
}
