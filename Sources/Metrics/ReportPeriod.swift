import Scheduling

/// The days that a report is about, of the host's calendar.
package struct ReportPeriod: Sendable, Hashable {
  /// Where no period is given.
  package static let usualDays = 30

  package enum Kind: Sendable, Hashable {
    case days(Int)
    /// From Monday on, as ISO 8601 counts them.
    case week
    case month
    case quarter
    case year
  }

  package let kind: Kind
  package let first: CivilDate

  /// Of a week, month, quarter or year: the one that the day lies in.
  package init(_ kind: Kind, around day: CivilDate) {
    self.kind = kind
    first =
      switch kind {
      case .days(let count): day.adding(days: 1 - count)
      case .week: day.adding(days: 1 - day.weekday.rawValue)
      case .month: CivilDate(year: day.year, month: day.month, day: 1)
      case .quarter: CivilDate(year: day.year, month: (day.month - 1) / 3 * 3 + 1, day: 1)
      case .year: CivilDate(year: day.year, month: 1, day: 1)
      }
  }

  /// Reads `2026`, `2026-10`, `2026-Q4`, `2026-W47` or `30d`, the days up to today; nil for anything else.
  package init?(_ text: String, today: CivilDate) {
    if text.hasSuffix("d") {
      guard let count = Int(text.dropLast()), (1...36_500).contains(count) else { return nil }
      self.init(.days(count), around: today)
      return
    }
    guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts[0].count == 4, let year = Int(parts[0]), year >= 1 else { return nil }
    guard parts.count == 2 else {
      self.init(.year, around: CivilDate(year: year, month: 1, day: 1))
      return
    }
    switch (parts[1].first, Int(parts[1].dropFirst()), parts[1].count) {
    case ("Q", let quarter?, 2) where (1...4).contains(quarter):
      self.init(.quarter, around: CivilDate(year: year, month: quarter * 3, day: 1))
    case ("W", let week?, 3) where (1...53).contains(week):
      // The 4th of January lies in week 1.
      self.init(.week, around: CivilDate(year: year, month: 1, day: 4).adding(days: 7 * (week - 1)))
      guard week < 53 || name == text else { return nil }
    default:
      guard parts[1].count == 2, let month = Int(parts[1]), (1...12).contains(month) else { return nil }
      self.init(.month, around: CivilDate(year: year, month: month, day: 1))
    }
  }

  /// The first day after it.
  package var end: CivilDate {
    func months(_ count: Int) -> CivilDate {
      let month = first.year * 12 + first.month - 1 + count
      return CivilDate(year: month / 12, month: month % 12 + 1, day: 1)
    }
    return switch kind {
    case .days(let count): first.adding(days: count)
    case .week: first.adding(days: 7)
    case .month: months(1)
    case .quarter: months(3)
    case .year: months(12)
    }
  }

  /// The one of the same kind before it.
  package var previous: ReportPeriod { ReportPeriod(kind, around: first.adding(days: -1)) }

  /// Days since 1970-01-01.
  package var days: Range<Int> { first.dayNumber..<end.dayNumber }

  package func span(in zone: Zone) -> Range<Timestamp> {
    Range(from: zone.timestamp(of: first), to: zone.timestamp(of: end))
  }

  /// As it is read: `2026-10`; of days, the first and the last.
  package var name: String {
    switch kind {
    case .days: "\(first) to \(end.adding(days: -1))"
    case .week: weekName
    case .month: String("\(first)".prefix(7))
    case .quarter: "\(String("\(first)".prefix(4)))-Q\((first.month + 2) / 3)"
    case .year: String("\(first)".prefix(4))
    }
  }

  /// A week belongs to the year of its Thursday.
  private var weekName: String {
    let thursday = first.adding(days: 3)
    let week = (thursday.dayNumber - CivilDate(year: thursday.year, month: 1, day: 1).dayNumber) / 7 + 1
    return "\("\(thursday)".prefix(4))-W\(week < 10 ? "0" : "")\(week)"
  }
}
