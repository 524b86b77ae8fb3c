/// A rule for every year, as POSIX writes it in TZ and RFC 8536 at the end of a zone file: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable, Hashable {
  /// A day of each year on which clocks are set, and when on it.
  struct Change: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// From 1, February 29 never counted.
      case julian(Int)
      /// From 0, February 29 counted.
      case ordinal(Int)
      /// The first to fourth such weekday of the month, or with 5 the last; Sunday is 0.
      case weekday(month: Int, week: Int, day: Int)
    }

    var day: Day
    /// Seconds after midnight on the clock before the change; negative or beyond a day is allowed.
    var time: Int

    /// Seconds since 1970 on the clock before the change.
    func localSeconds(in year: Int) -> Int { dayNumber(in: year) * 86_400 + time }

    private func dayNumber(in year: Int) -> Int {
      let newYear = CivilDate(year: year, month: 1, day: 1).dayNumber
      switch day {
      case .julian(let day): return newYear + day - 1 + (CivilDate.isLeap(year) && day >= 60 ? 1 : 0)
      case .ordinal(let day): return newYear + day
      case .weekday(let month, let week, let day):
        let first = CivilDate(year: year, month: month, day: 1)
        let offset = (day - first.weekday.rawValue).flooredRemainder(by: 7)
        let last = CivilDate.days(inMonth: month, of: year) - 1
        let sought = offset + 7 * (week - 1)
        return first.dayNumber + (sought > last ? sought - 7 : sought)
      }
    }
  }

  /// Seconds ahead of UTC.
  var standardOffset: Int
  var summer: Summer?

  struct Summer: Sendable, Hashable {
    var offset: Int
    var start: Change
    var end: Change
  }

  /// The span around a moment that is not before `start`, which cuts it off.
  func span(at moment: Int, after start: Int?) -> ZoneSpan {
    var result = ZoneSpan(start: start, end: nil, offset: standardOffset)
    guard let summer, summer.offset != standardOffset else { return result }
    let year = CivilDate(dayNumber: (moment + standardOffset).flooredQuotient(by: 86_400)).year
    for change in changes(summer, in: year - 2...year + 2) {
      if change.moment > moment {
        result.end = change.moment
        break
      }
      if change.offset != result.offset {
        result.start = max(change.moment, start ?? change.moment)
        result.offset = change.offset
      }
    }
    return result
  }

  /// In order of time. Where summer ends as the next begins, which is how the text says "always", neither happens.
  private func changes(_ summer: Summer, in years: ClosedRange<Int>) -> [(moment: Int, offset: Int)] {
    let all = years.flatMap { year in
      [
        (moment: summer.start.localSeconds(in: year) - standardOffset, offset: summer.offset),
        (moment: summer.end.localSeconds(in: year) - summer.offset, offset: standardOffset),
      ]
    }.sorted { $0.moment < $1.moment }
    return all.filter { change in !all.contains { $0.moment == change.moment && $0.offset != change.offset } }
  }
}
