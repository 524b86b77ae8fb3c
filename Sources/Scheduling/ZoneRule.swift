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
    if var usual = usualSpan(at: moment, in: year, summer) {
      if let start { usual.start = max(usual.start ?? start, start) }
      return usual
    }
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

  /// Where each year has its two changes in the same order, without lists: a schedule of years asks millions of times.
  /// nil where a change reaches into another year, or two fall together.
  private func usualSpan(at moment: Int, in year: Int, _ summer: Summer) -> ZoneSpan? {
    let (first, second) = pair(summer, in: year)
    guard first.moment < second.moment, second.moment - first.moment < 360 * 86_400 else { return nil }
    if moment < first.moment {
      let before = pair(summer, in: year - 1).second
      guard before.moment <= moment, before.offset == second.offset else { return nil }
      return ZoneSpan(start: before.moment, end: first.moment, offset: before.offset)
    }
    if moment < second.moment { return ZoneSpan(start: first.moment, end: second.moment, offset: first.offset) }
    let after = pair(summer, in: year + 1).first
    guard moment < after.moment, after.offset == first.offset else { return nil }
    return ZoneSpan(start: second.moment, end: after.moment, offset: second.offset)
  }

  private typealias Moment = (moment: Int, offset: Int)

  /// The two changes of a year in order of time.
  private func pair(_ summer: Summer, in year: Int) -> (first: Moment, second: Moment) {
    let start = Moment(summer.start.localSeconds(in: year) - standardOffset, summer.offset)
    let end = Moment(summer.end.localSeconds(in: year) - summer.offset, standardOffset)
    return start.moment < end.moment ? (start, end) : (end, start)
  }

  /// In order of time. Where summer ends as the next begins, which is how the text says "always", neither happens.
  private func changes(_ summer: Summer, in years: ClosedRange<Int>) -> [Moment] {
    let all = years.flatMap { year in
      let (first, second) = pair(summer, in: year)
      return [first, second]
    }.sorted { $0.moment < $1.moment }
    return all.filter { change in !all.contains { $0.moment == change.moment && $0.offset != change.offset } }
  }
}
