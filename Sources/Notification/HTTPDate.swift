import Scheduling

/// The one form of dates that HTTP still writes: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  static func parse(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let month = months.firstIndex(of: words[2]),
      // A year that no calendar has would be a moment that no number holds.
      let year = Int(words[3]), (1_970...9_999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    let date = CivilDate(year: year, month: month + 1, day: day)
    guard date.exists, clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    return Timestamp(seconds: date.dayNumber * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2])
  }
}
