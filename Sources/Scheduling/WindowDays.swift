extension Window.Days {
  /// Reads `Sunday`, `First_Sunday` to `Fourth_Sunday`, `Last_Sunday`, or a day of the month from 1 to 28.
  ///
  /// Later days of the month and a fifth weekday are refused: not every month has one, and a month would pass
  /// without a window and without a word.
  package static func parse(_ text: String) -> Window.Days? {
    if let day = Int(digits: text.utf8) { return daysOfEveryMonth.contains(day) ? .dayOfMonth(day) : nil }
    let words = text.split(separator: "_", omittingEmptySubsequences: false)
    guard let last = words.last, let weekday = Weekday.parse(last) else { return nil }
    if words.count == 1 { return .weekday(weekday) }
    guard words.count == 2 else { return nil }
    let ordinal = words[0].lowercased()
    if ordinal == "last" { return .last(weekday) }
    guard let index = ordinals.firstIndex(where: { $0.lowercased() == ordinal }) else { return nil }
    return .nth(index + 1, weekday)
  }

  /// Days of the month that every month has.
  package static let daysOfEveryMonth = 1...28

  /// All texts that name days by a weekday, as `parse` reads them: for `did you mean`.
  package static var knownTexts: [String] {
    Weekday.allCases.map(\.name)
      + ordinalWords.flatMap { ordinal in Weekday.allCases.map { "\(ordinal)_\($0.name)" } }
  }

  /// What may stand before a weekday, in any case.
  package static let ordinalWords = ordinals + ["Last"]

  private static let ordinals = ["First", "Second", "Third", "Fourth"]
}

extension Window.Days: CustomStringConvertible {
  /// As `parse` reads it; `every day` where no day was given.
  package var description: String {
    switch self {
    case .every: "every day"
    case .weekday(let weekday): weekday.name
    case .nth(let number, let weekday): "\(Self.ordinals[min(max(number, 1), 4) - 1])_\(weekday.name)"
    case .last(let weekday): "Last_\(weekday.name)"
    case .dayOfMonth(let day): String(day)
    }
  }
}
