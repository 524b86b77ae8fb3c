/// A stretch of time in which a tier may start of its own accord, for one of its periods; `end` is the first moment at
/// which it may not.
package struct Slot: Sendable, Hashable {
  package var period: Period
  package var start: Timestamp
  package var end: Timestamp
}

/// The periods of a tier and the times in them at which it may start.
extension DueRule {
  /// The period that a start at the moment counts for: that of the day whose opening contains the moment, also after
  /// midnight and in the next week or year; else the one around the moment.
  ///
  /// Hours are told from each other inside an opening too, which is longer than they are.
  package func period(of moment: Timestamp) -> Period {
    guard let window, tier != .hourly, let opening = window.opening(at: moment, in: zone) else {
      return calendarPeriod(at: moment)
    }
    return period(of: opening)
  }

  /// The end of a period, or that of the opening that begins in it and ends after it.
  func end(of period: Period) -> Timestamp {
    guard let window, tier != .hourly, let opening = window.opening(at: period.end, in: zone),
      self.period(of: opening) == period
    else { return period.end }
    return opening.end
  }

  /// The slot that contains the moment, or the next one; nil where there is none any more.
  func slot(from moment: Timestamp) -> Slot? {
    guard let window else {
      let period = calendarPeriod(at: moment)
      return Slot(period: period, start: time(in: period), end: period.end)
    }
    guard let slot = slot(from: moment, in: window) else { return nil }
    if catchUp != .skip || slot.start == firstSlot(of: slot.period)?.start { return slot }
    return self.slot(from: end(of: slot.period), in: window)
  }

  /// The last period before this one in which it had a time to start.
  func lastPeriodWithSlot(before period: Period) -> Period? {
    let before = Timestamp(microseconds: period.start.microseconds - 1)
    guard let window else { return calendarPeriod(at: before) }
    let date = zone.date(of: period.start)
    guard tier == .hourly else {
      return window.opening(onOrBefore: date.adding(days: -1), in: zone).map { self.period(of: $0) }
    }
    var opening = window.opening(onOrBefore: date, in: zone)
    while let found = opening, found.start >= period.start {
      opening = window.opening(onOrBefore: found.date.adding(days: -1), in: zone)
    }
    return opening.map { calendarPeriod(at: min(before, Timestamp(microseconds: $0.cutoff.microseconds - 1))) }
  }

  /// The first slot of a period; nil where it has none.
  func firstSlot(of period: Period) -> Slot? {
    guard let window else { return Slot(period: period, start: time(in: period), end: period.end) }
    return slot(from: firstMoment(of: period), in: window).flatMap { $0.period == period ? $0 : nil }
  }

  /// The beginning of a period, or the end of the opening that began before it and ends in it.
  func firstMoment(of period: Period) -> Timestamp {
    guard let window, tier != .hourly, let opening = window.opening(at: period.start, in: zone),
      self.period(of: opening) != period
    else { return period.start }
    return opening.end
  }

  private func slot(from moment: Timestamp, in window: Window) -> Slot? {
    var opening = window.opening(at: moment, in: zone)
    if opening?.admits(moment) != true { opening = window.opening(after: moment, in: zone) }
    return opening.map { slot(of: $0, from: max(moment, $0.start)) }
  }

  private func slot(of opening: Opening, from moment: Timestamp) -> Slot {
    guard tier == .hourly else {
      return Slot(period: period(of: opening), start: opening.start, end: opening.cutoff)
    }
    let hour = calendarPeriod(at: moment)
    return Slot(period: hour, start: max(opening.start, hour.start), end: min(opening.cutoff, hour.end))
  }

  private func period(of opening: Opening) -> Period {
    calendarPeriod(at: zone.timestamp(of: opening.date))
  }

  private func calendarPeriod(at moment: Timestamp) -> Period {
    // `emergency` is never due; all of time is one period of it.
    Period.current(of: tier, at: moment, in: zone)
      ?? Period(start: Timestamp(microseconds: .min), end: Timestamp(microseconds: .max))
  }

  /// When it is due in a period, without a window. Where clocks are set forward over the time and the rest of the period,
  /// in its last hour: 23:30 of a Saturday on which Greenland's clocks leave out the hour before midnight.
  private func time(in period: Period) -> Timestamp {
    var moment: Timestamp
    if tier == .hourly {
      let clock = zone.civilTime(of: period.start)
      moment = zone.timestamp(of: clock.date, at: TimeOfDay(hour: clock.hour, minute: at.minute))
    } else {
      moment = zone.timestamp(of: zone.date(of: period.start), at: at)
    }
    if moment >= period.end { moment = period.end + .seconds(-3_600) }
    return max(moment, period.start)
  }
}
