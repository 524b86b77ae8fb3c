extension Zone {
  /// A moment for people, to the minute, with how far the clocks are ahead of UTC: `2026-11-22 03:30 +01:00`, `03:30 UTC`.
  ///
  /// An offset and no abbreviation: of those several zones have the same, and others have none. The date is left out
  /// where it is that of `day`.
  package func minute(_ moment: Timestamp, on day: Timestamp? = nil) -> String {
    let civil = civilTime(of: moment)
    let time = "\(civil.hour.padded(to: 2)):\(civil.minute.padded(to: 2)) \(Self.text(offset: civil.offset))"
    return day.map { date(of: $0) } == civil.date ? time : "\(civil.date) \(time)"
  }

  /// As `minute`, to the second, for what is filed and read elsewhere: `2026-11-22 03:30:05 +01:00`.
  package func second(_ moment: Timestamp) -> String {
    let civil = civilTime(of: moment)
    return "\(civil) \(Self.text(offset: civil.offset))"
  }

  private static func text(offset: Int) -> String {
    let minutes = abs(offset) / 60
    guard minutes > 0 else { return "UTC" }
    return "\(offset < 0 ? "-" : "+")\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))"
  }
}
