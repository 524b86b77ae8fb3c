/// When a tier, or a task of it, is due: once in each of its periods.
///
/// The clock may jump. Every question is answered from the moment asked about and from what was logged, so a jump back
/// finds what was done in the period that it leads to, and nothing is run twice in one; what was done in periods that, by
/// the clock, have not come yet is left out of account, so a clock that was ahead for a while keeps nothing waiting.
package struct DueRule: Sendable, Hashable {
  package var tier: Tier
  /// When it may start; nil: whenever it is due.
  package var window: Window?
  /// When it is due without a window; of `hourly`, the minutes alone count.
  package var at: TimeOfDay
  /// That of the window, else the host's.
  package var zone: Zone
  package var catchUp: CatchUp
  /// From the end of a failed try to the next.
  package var retryAfter: Duration
  /// Tries in one period, until one succeeds.
  package var maxAttempts: Int

  /// A window that is open as needed is as none, but for its zone.
  package init(
    tier: Tier, zone: Zone, window: Window? = nil, at: TimeOfDay? = nil, catchUp: CatchUp? = nil,
    retryAfter: Duration = Self.usualRetryAfter, maxAttempts: Int = Self.usualMaxAttempts
  ) {
    self.tier = tier
    self.zone = zone
    self.window = window?.hours == .asNeeded ? nil : window
    self.at = at ?? (tier == .hourly ? TimeOfDay(hour: 0, minute: 0) : Self.usualTime)
    self.catchUp = catchUp ?? (self.window == nil ? .anytime : .nextWindow)
    self.retryAfter = retryAfter
    self.maxAttempts = maxAttempts
  }

  package static let usualTime = TimeOfDay(hour: 2, minute: 0)
  package static let usualRetryAfter = Duration.seconds(3_600)
  package static let usualMaxAttempts = 3

  /// The tries that matter at a moment are those that count for one in here: from the beginning of the period that a catch-up
  /// would make up for, to the end of the present one.
  /// Of `emergency`, to which none matters, an empty one after all of time.
  package func stretch(at now: Timestamp) -> Range<Timestamp> {
    guard tier != .emergency else { return Timestamp(microseconds: .max)..<Timestamp(microseconds: .max) }
    let period = period(of: now)
    let first = catchUp == .anytime ? lastPeriodWithSlot(before: period)?.start : nil
    return (first ?? period.start)..<end(of: period)
  }

  package func state(at now: Timestamp, history: DueHistory) -> DueState {
    guard tier != .emergency else { return .never }
    let question = DueQuestion(rule: self, period: period(of: now), history: history)
    return question.answer(at: now)
  }

  /// The moment that a start at this one counts for, where it is due: the beginning of the first slot of the period that
  /// is made up for, else of the slot that it is in. In `DueHistory` both a success and a failure stand there.
  package func slotStart(at now: Timestamp, history: DueHistory) -> Timestamp? {
    guard state(at: now, history: history).isDue else { return nil }
    let concern = concern(at: now, history: history)
    if let slot = slot(from: now), slot.start <= now, slot.period == concern { return slot.start }
    return firstSlot(of: concern)?.start
  }

  /// The period whose tries are counted at the moment: the present one, or the one that is made up for before its time.
  package func concern(at now: Timestamp, history: DueHistory) -> Period {
    DueQuestion(rule: self, period: period(of: now), history: history).concern(at: now)
  }

  /// The end of the present period, if a success counts for it or began in it: what needs it may start until then, while
  /// it is not due itself.
  package func done(at now: Timestamp, history: DueHistory) -> Timestamp? {
    let period = period(of: now)
    guard tier != .emergency else { return nil }
    let began = history.lastStart.map { self.period(of: $0) == period } ?? false
    return began || isDone(in: period, history: history) ? end(of: period) : nil
  }

  func isDone(in period: Period, history: DueHistory) -> Bool {
    history.lastSuccess.map { self.period(of: $0).start >= period.start } ?? false
  }
}
