import Scheduling

/// A moment as RFC 3339 writes it in UTC, always to the microsecond so that texts sort like times:
/// `2026-11-21T02:00:00.000000Z`.
struct UniversalTime {
  let text: String

  init(_ time: Timestamp) {
    let day = Self.floorDivide(time.microseconds, by: 86_400_000_000)
    let (second, fraction) = (time.microseconds - day * 86_400_000_000).quotientAndRemainder(dividingBy: 1_000_000)
    let date = Self.date(ofDay: day)
    text =
      "\(Self.digits(date.year, 4))-\(Self.digits(date.month, 2))-\(Self.digits(date.day, 2))"
      + "T\(Self.digits(second / 3600, 2)):\(Self.digits(second / 60 % 60, 2)):\(Self.digits(second % 60, 2))"
      + ".\(Self.digits(fraction, 6))Z"
  }

  /// The Gregorian date of a day counted from 1970-01-01, after Howard Hinnant's `civil_from_days`: a year that
  /// begins in March has its leap day at the end, and its months follow one straight line.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = floorDivide(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  private static func floorDivide(_ number: Int64, by divisor: Int64) -> Int64 {
    number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }
}
