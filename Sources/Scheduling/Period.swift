/// One hour, day, week, month, quarter or year of a tier: half-open, from `start` up to `end`.
package struct Period: Sendable, Hashable {
  package var start: Timestamp
  package var end: Timestamp

  package init(start: Timestamp, end: Timestamp) {
    self.start = start
    self.end = end
  }

  package func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

  /// The period of the tier around a moment, by the zone's calendar and clocks; nil for `emergency`.
  ///
  /// Weeks begin on Monday. The periods of a tier touch and never overlap, also where clocks are set: such a day has 23
  /// or 25 hours, and an hour that the clocks show twice, or half of it, is one period that lasts so much longer.
  package static func current(of tier: Tier, at moment: Timestamp, in zone: Zone) -> Period? {
    let today = zone.date(of: moment)
    switch tier {
    case .emergency: return nil
    case .hourly: return hour(at: moment, in: zone)
    case .daily: return days(from: today, count: 1, at: moment, in: zone)
    case .weekly: return days(from: today.adding(days: 1 - today.weekday.rawValue), count: 7, at: moment, in: zone)
    case .monthly: return months(count: 1, at: moment, in: zone)
    case .quarterly: return months(count: 3, at: moment, in: zone)
    case .annual: return months(count: 12, at: moment, in: zone)
    }
  }

  private static func hour(at moment: Timestamp, in zone: Zone) -> Period {
    let span = zone.span(around: moment)
    let shown = moment.seconds + span.offset
    let start = moment.seconds - shown.flooredRemainder(by: 3_600)
    // Mostly no clock is set near: what one shows twice lies within twice the 26 hours that it may be from UTC (RFC 8536,
    // section 3.2).
    if span.start.map({ start - $0 > 2 * 26 * 3_600 }) ?? true, span.end.map({ start + 3_600 < $0 }) ?? true {
      return Period(start: Timestamp(seconds: start), end: Timestamp(seconds: start + 3_600))
    }
    /// When the clocks first show the hour of that number, or a later one.
    func boundary(_ hour: Int) -> Timestamp {
      zone.timestamp(
        of: CivilDate(dayNumber: hour.flooredQuotient(by: 24)),
        at: TimeOfDay(hour: hour.flooredRemainder(by: 24), minute: 0))
    }
    // Where the next hour has begun before, the clocks were set back since, and the moment belongs to that one.
    var hour = shown.flooredQuotient(by: 3_600)
    while boundary(hour + 1) <= moment { hour += 1 }
    return Period(start: boundary(hour), end: boundary(hour + 1))
  }

  private static func days(from start: CivilDate, count: Int, at moment: Timestamp, in zone: Zone) -> Period {
    period(at: moment, in: zone) { start.adding(days: $0 * count) }
  }

  private static func months(count: Int, at moment: Timestamp, in zone: Zone) -> Period {
    let today = zone.date(of: moment)
    let first = today.year * 12 + (today.month - 1) / count * count
    return period(at: moment, in: zone) { index in
      let month = first + index * count
      return CivilDate(year: month.flooredQuotient(by: 12), month: month.flooredRemainder(by: 12) + 1, day: 1)
    }
  }

  /// The period that begins on the day of index 0, or the next one: where clocks are set back over midnight, they show
  /// yesterday's date again after today has begun, and that hour belongs to today.
  private static func period(at moment: Timestamp, in zone: Zone, boundary: (Int) -> CivilDate) -> Period {
    let end = zone.timestamp(of: boundary(1))
    if moment < end { return Period(start: zone.timestamp(of: boundary(0)), end: end) }
    return Period(start: end, end: zone.timestamp(of: boundary(2)))
  }
}
