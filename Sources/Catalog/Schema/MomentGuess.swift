import Scheduling

/// What somebody may have meant who wrote a day or moment in another form: `24.12.2026`, `Dec 24 2026`, `2026-12-20 18:00`.
struct MomentGuess {
  private let candidates: [String]

  init(_ text: String) {
    let (date, time) = Self.parts(of: text)
    let clock = time.map { "T\(Self.clock($0))" } ?? ""
    candidates = Self.dates(date).map { "\($0)\(clock)" }.filter { CalendarMoment.parse($0) != nil }
  }

  /// What to write; both where day and month could be taken for each other. nil where nothing can be made of the text.
  var correction: String? {
    switch candidates.count {
    case 0: nil
    case 1: "write \(candidates[0])"
    default: "write \(Shape.alternatives(candidates)), whichever is meant"
    }
  }

  /// The time is what has a colon, from the blank or `T` before it.
  private static func parts(of text: String) -> (date: Substring, time: Substring?) {
    guard let colon = text.firstIndex(of: ":"), let gap = text[..<colon].lastIndex(where: { "T ".contains($0) }) else {
      return (text[...], nil)
    }
    return (text[..<gap], text[text.index(after: gap)...])
  }

  /// To the minute, with the zone that was given.
  private static func clock(_ text: Substring) -> String {
    let time = text.prefix { !"Z+-".contains($0) }
    let minute = time.dropFirst().first == ":" ? "0\(time.prefix(4))" : "\(time.prefix(5))"
    return "\(minute)\(text[time.endIndex...])"
  }

  private static func dates(_ text: Substring) -> [CivilDate] {
    let words = text.split { " ,./-".contains($0) }
    if words.count == 1, text.utf8.count == 8, Int(digits: text.utf8) != nil {
      return dates([text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)], text)
    }
    return words.count == 3 ? dates(words, text) : []
  }

  private static func isYear(_ word: Substring) -> Bool { word.utf8.count == 4 && Int(digits: word.utf8) != nil }

  private static func dates(_ words: [Substring], _ text: Substring) -> [CivilDate] {
    if let name = words.firstIndex(where: { $0.first?.isLetter == true }) {
      let rest = words.indices.filter { $0 != name }.map { words[$0] }
      guard let month = Month.parse(String(words[name])), let year = rest.firstIndex(where: isYear),
        let day = Int(digits: rest[1 - year].utf8.prefix { (0x30...0x39).contains($0) })
      else { return [] }
      return existing([(rest[year], month.rawValue, day)])
    }
    let numbers = words.compactMap { Int(digits: $0.utf8) }
    guard numbers.count == 3 else { return [] }
    if words[0].utf8.count == 4 { return existing([(words[0], numbers[1], numbers[2])]) }
    let dayFirst = (words[2], numbers[1], numbers[0])
    // Between points the day comes first; elsewhere that depends on the country.
    return text.contains(".") ? existing([dayFirst]) : existing([dayFirst, (words[2], numbers[0], numbers[1])])
  }

  /// Each once. A year of two digits is one of this century.
  private static func existing(_ dates: [(year: Substring, month: Int, day: Int)]) -> [CivilDate] {
    var found: [CivilDate] = []
    for (text, month, day) in dates {
      guard let year = Int(digits: text.utf8), [2, 4].contains(text.utf8.count) else { continue }
      let date = CivilDate(year: text.utf8.count == 2 ? 2000 + year : year, month: month, day: day)
      if date.exists, !found.contains(date) { found.append(date) }
    }
    return found
  }
}
