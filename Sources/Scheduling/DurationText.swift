/// Durations as people write them: `2h`, `90m`, `1h30m`, `500ms`, `2_hours`, `1 hour 30 minutes`.
package enum DurationText {
  /// No duration may be longer than a hundred years, so that one added to any moment of this age still fits.
  package static let longest = Duration.milliseconds(longestMilliseconds)

  /// The sum of whole numbers with their units, the largest unit first and each once; `_` or a blank may stand between
  /// number and unit and between two pairs. nil for any other form, a number without a unit included, and above
  /// `longest`.
  package static func parse(_ text: some StringProtocol) -> Duration? {
    var rest = Array(text.utf8)[...]
    var total = 0
    var previous: Unit?
    while true {
      let digits = rest.prefix { isDigit($0) }
      rest = rest[digits.endIndex...]
      if let first = rest.first, isSeparator(first) { rest.removeFirst() }
      let letters = rest.prefix { !isDigit($0) && !isSeparator($0) }
      rest = rest[letters.endIndex...]
      guard let count = Int(digits: digits), let unit = Unit(String(decoding: letters, as: UTF8.self)),
        previous.map({ unit.milliseconds < $0.milliseconds }) ?? true,
        count <= longestMilliseconds / unit.milliseconds
      else { return nil }
      total += count * unit.milliseconds
      previous = unit
      guard let first = rest.first else { break }
      if isSeparator(first) { rest.removeFirst() }
    }
    return total <= longestMilliseconds ? .milliseconds(total) : nil
  }

  /// The shortest text that `parse` reads back as the same duration, in days and smaller: `1h30m`, `0s`.
  ///
  /// Less than a millisecond is dropped; a negative duration gets a minus sign, which `parse` does not read.
  package static func format(_ duration: Duration) -> String {
    if duration < .zero { return "-" + format(.zero - duration) }
    let (seconds, attoseconds) = duration.components
    var result = ""
    var rest = Int(seconds)
    for unit in [Unit.day, .hour, .minute, .second] {
      let (count, left) = rest.quotientAndRemainder(dividingBy: unit.milliseconds / 1_000)
      if count > 0 { result += "\(count)\(unit.rawValue)" }
      rest = left
    }
    let milliseconds = attoseconds / 1_000_000_000_000_000
    if milliseconds > 0 { result += "\(milliseconds)\(Unit.millisecond.rawValue)" }
    return result.isEmpty ? "0s" : result
  }

  /// The words of each unit, the largest unit first.
  package static let unitWords: [[String]] = Unit.allCases.map(\.words)

  private enum Unit: String, CaseIterable {
    case week = "w"
    case day = "d"
    case hour = "h"
    case minute = "m"
    case second = "s"
    case millisecond = "ms"

    init?(_ word: String) {
      guard let unit = Self.allCases.first(where: { $0.words.contains(word) }) else { return nil }
      self = unit
    }

    var words: [String] {
      switch self {
      case .week: ["w", "week", "weeks"]
      case .day: ["d", "day", "days"]
      case .hour: ["h", "hour", "hours"]
      case .minute: ["m", "min", "mins", "minute", "minutes"]
      case .second: ["s", "sec", "secs", "second", "seconds"]
      case .millisecond: ["ms", "millisecond", "milliseconds"]
      }
    }

    var milliseconds: Int {
      switch self {
      case .week: 604_800_000
      case .day: 86_400_000
      case .hour: 3_600_000
      case .minute: 60_000
      case .second: 1_000
      case .millisecond: 1
      }
    }
  }

  private static let longestMilliseconds = 100 * 365 * 86_400_000

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: " ")
  }
}
