/// What a month looks like on a calendar sheet: the weekday that it begins with, and how many days it has.
struct MonthShape: Sendable, Hashable {
  var first: Weekday
  var length: Int

  init(first: Weekday, length: Int) {
    self.first = first
    self.length = length
  }

  init(month: Int, of year: Int) {
    first = CivilDate(year: year, month: month, day: 1).weekday
    length = CivilDate.days(inMonth: month, of: year)
  }

  func weekday(of day: Int) -> Weekday { Weekday(daysAfterMonday: first.rawValue + day - 2) }

  /// All that the month can have, over the years.
  static func all(of month: Month) -> [MonthShape] {
    let lengths = Set([2027, 2028].map { CivilDate.days(inMonth: month.rawValue, of: $0) })
    return lengths.flatMap { length in Weekday.allCases.map { MonthShape(first: $0, length: length) } }
  }
}
