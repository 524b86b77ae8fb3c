/// Whether a tier is due in one of its periods, given what was tried.
struct DueQuestion {
  /// A stretch in which it is due in this period, if nothing is tried before.
  private struct Room {
    var start: Timestamp
    var end: Timestamp
    var cause: DueState.Cause
  }

  /// An earlier period that passed without a success and may be made up for, up to `end`: then this one's own time comes.
  private struct Debt {
    var period: Period
    var end: Timestamp
    var failures: Int
  }

  let rule: DueRule
  let period: Period
  let history: DueHistory

  func answer(at now: Timestamp) -> DueState {
    if rule.isDone(in: period, history: history) { return .notDue(next: nextPeriodsSlot) }
    let failures = failuresOfPeriod
    let attempts = Self.count(failures)
    guard attempts < rule.maxAttempts else { return .givenUp(attempts: attempts, next: nextPeriodsSlot) }
    if let debt = debt(at: now), let answer = answer(to: debt, attempts: attempts, at: now) { return answer }
    let earliest = max(now, retryTime(after: failures, at: now) ?? now)
    guard let room = room(from: earliest, now: now) else { return answerOfNextPeriod(attempts: attempts, now: now) }
    let start = max(room.start, earliest)
    if start > now {
      // What was rolled back on request waits, too.
      let waits = attempts > 0 || earliest > now
      return waits ? .waiting(until: start, attempts: attempts) : .notDue(next: start)
    }
    guard failures.isEmpty else {
      let since = retryTime(after: failures, at: now).map { max($0, room.start) } ?? room.start
      return .due(since: since, until: room.end, .retry(attempts))
    }
    let since = room.cause == .catchUp ? min(firstMissed ?? now, now) : room.start
    return .due(since: since, until: room.end, room.cause)
  }

  /// The period that a start at the moment is for, and whose tries are counted.
  func concern(at now: Timestamp) -> Period {
    guard !rule.isDone(in: period, history: history), Self.count(failuresOfPeriod) < rule.maxAttempts,
      let debt = debt(at: now), answer(to: debt, attempts: Self.count(failuresOfPeriod), at: now) != nil
    else { return period }
    return debt.period
  }

  /// After no more room in this period.
  private func answerOfNextPeriod(attempts: Int, now: Timestamp) -> DueState {
    let begin = rule.end(of: period)
    let next = DueQuestion(rule: rule, period: rule.period(of: begin), history: history)
    if let debt = next.debt(at: begin), debt.failures < rule.maxAttempts {
      let start = max(begin, retryTime(after: history.failures, at: now) ?? begin)
      if start < debt.end { return attempts > 0 ? .waiting(until: start, attempts: attempts) : .notDue(next: start) }
    }
    let start = rule.slot(from: begin)?.start
    return attempts == 0 ? .notDue(next: start) : .givenUp(attempts: attempts, next: start)
  }
}

extension DueQuestion {
  private var failuresOfPeriod: [DueHistory.FailedTry] {
    history.failures.filter { rule.period(of: $0.start) == period }
  }

  private static func count(_ failures: [DueHistory.FailedTry]) -> Int { failures.count { !$0.isRollback } }

  /// What is owed before this period's own time has come: its last period with a slot, if that and all since passed without
  /// a success.
  private func debt(at now: Timestamp) -> Debt? {
    guard rule.catchUp == .anytime else { return nil }
    let slot = rule.firstSlot(of: period)
    let end = slot?.start ?? rule.end(of: period)
    guard now < end, let missed = missedPeriod, history.expects(rule.firstSlot(of: missed)?.start) else { return nil }
    let failures = history.failures.filter { (missed.start..<period.start).contains(rule.period(of: $0.start).start) }
    return Debt(period: missed, end: end, failures: Self.count(failures))
  }

  /// nil: no time is left for it.
  private func answer(to debt: Debt, attempts: Int, at now: Timestamp) -> DueState? {
    guard debt.failures < rule.maxAttempts else {
      // Another night of the same failure would begin at midnight.
      return attempts > 0 ? nil : .givenUp(attempts: debt.failures, next: rule.slot(from: now)?.start)
    }
    // What has just failed waits its time also over the turn of a period.
    let retry = retryTime(after: history.failures, at: now)
    let earliest = max(now, retry ?? now)
    guard earliest < debt.end else { return nil }
    if earliest > now { return .waiting(until: earliest, attempts: debt.failures) }
    if debt.failures > 0 {
      let since = max(rule.firstMoment(of: period), retry ?? now)
      return .due(since: min(since, now), until: debt.end, .retry(debt.failures))
    }
    return .due(since: min(firstMissed ?? now, now), until: debt.end, .catchUp)
  }

  /// The first stretch in this period that contains the moment or begins after it.
  private func room(from moment: Timestamp, now: Timestamp) -> Room? {
    let slot = rule.slot(from: moment).flatMap { $0.period == period ? $0 : nil }
    if let slot, slot.start <= moment { return Room(start: slot.start, end: slot.end, cause: .time) }
    if mayMakeUp(at: moment, slotsAreOver: slot == nil) {
      let start = max(moment, retryTime(after: history.failures, at: now) ?? moment)
      let end = slot?.start ?? rule.end(of: period)
      if start < end { return Room(start: start, end: end, cause: .catchUp) }
    }
    return slot.map { Room(start: $0.start, end: $0.end, cause: .time) }
  }

  /// Whether it may start outside its slots once the first of them is over: always after the last, and before it where an
  /// earlier period is owed, too.
  private func mayMakeUp(at moment: Timestamp, slotsAreOver: Bool) -> Bool {
    guard rule.catchUp == .anytime, let first = rule.firstSlot(of: period), history.expects(first.start) else {
      return false
    }
    return slotsAreOver || first.start <= moment && missedPeriod != nil
  }

  /// The last period before this one with a slot, if it and all since passed without a success.
  private var missedPeriod: Period? {
    guard let missed = rule.lastPeriodWithSlot(before: period) else { return nil }
    if let success = history.lastSuccess, rule.period(of: success).start >= missed.start { return nil }
    return missed
  }

  /// The first slot since the last success, or of the period before this one.
  private var firstMissed: Timestamp? {
    guard let success = history.lastSuccess else {
      return rule.lastPeriodWithSlot(before: period).flatMap { rule.firstSlot(of: $0)?.start }
    }
    return rule.slot(from: rule.end(of: rule.period(of: success)))?.start
  }

  private var nextPeriodsSlot: Timestamp? { rule.slot(from: rule.end(of: period))?.start }

  /// When the time to wait after the latest failed try is over. One that ends after now is taken to end now: whoever knows
  /// by another clock how long ago it was has put its end there.
  private func retryTime(after failures: [DueHistory.FailedTry], at now: Timestamp) -> Timestamp? {
    failures.lazy.map { min($0.end, now) }.max().map { $0 + rule.retryAfter }
  }
}
