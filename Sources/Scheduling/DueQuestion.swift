/// Whether a tier is due in one of its periods, given what was tried.
struct DueQuestion {
  /// A stretch in which it is due in this period, if nothing is tried before.
  private struct Room {
    var start: Timestamp
    var end: Timestamp
    var cause: DueState.Cause
  }

  let rule: DueRule
  let period: Period
  let history: DueHistory

  func answer(at now: Timestamp) -> DueState {
    if rule.isDone(in: period, history: history) { return .notDue(next: nextPeriodsSlot) }
    let failures = history.failures.filter { rule.period(of: $0.start) == period }
    guard failures.count < rule.maxAttempts else {
      return .givenUp(attempts: failures.count, next: nextPeriodsSlot)
    }
    let earliest = max(now, retryTime(after: failures, at: now) ?? now)
    guard let room = room(from: earliest, now: now) else {
      return answerOfNextPeriod(failures: failures.count, now: now)
    }
    let start = max(room.start, earliest)
    if start > now {
      return failures.isEmpty ? .notDue(next: start) : .waiting(until: start, attempts: failures.count)
    }
    return due(in: room, failures: failures, now: now)
  }

  /// After no more room in this period.
  private func answerOfNextPeriod(failures: Int, now: Timestamp) -> DueState {
    let begin = rule.end(of: period)
    let next = DueQuestion(rule: rule, period: rule.period(of: begin), history: history).room(from: begin, now: now)
    if failures > 0, let next, case .catchUp = next.cause { return .waiting(until: next.start, attempts: failures) }
    let start = next?.start ?? rule.slot(from: begin)?.start
    return failures == 0 ? .notDue(next: start) : .givenUp(attempts: failures, next: start)
  }

  private func due(in room: Room, failures: [DueHistory.FailedTry], now: Timestamp) -> DueState {
    if !failures.isEmpty {
      let since = retryTime(after: failures, at: now).map { max($0, room.start) } ?? room.start
      return .due(since: since, until: room.end, .retry(failures.count))
    }
    switch room.cause {
    case .catchUp: return .due(since: min(firstMissed ?? now, now), until: room.end, .catchUp)
    case .time, .retry: return .due(since: room.start, until: room.end, room.cause)
    }
  }
}

extension DueQuestion {
  /// The first stretch in this period that contains the moment or begins after it.
  private func room(from moment: Timestamp, now: Timestamp) -> Room? {
    let slot = rule.slot(from: moment).flatMap { $0.period == period ? $0 : nil }
    if let slot, slot.start <= moment { return Room(start: slot.start, end: slot.end, cause: .time) }
    if mayMakeUp(slotsAreOver: slot == nil) {
      // What has just failed waits its time also over the turn of a period.
      let start = max(moment, retryTime(after: history.failures, at: now) ?? moment)
      let end = slot?.start ?? rule.end(of: period)
      if start < end { return Room(start: start, end: end, cause: .catchUp) }
    }
    return slot.map { Room(start: $0.start, end: $0.end, cause: .time) }
  }

  /// Whether it may start outside its slots: what was missed before, or, once there are no more of them, in this period.
  private func mayMakeUp(slotsAreOver: Bool) -> Bool {
    guard rule.catchUp == .anytime, history.wasTried else { return false }
    return owesEarlierPeriod || slotsAreOver && rule.hasSlot(period)
  }

  /// Whether the last period with a slot, and all since, passed without a success. One that was given up after all its
  /// tries is not missed: another night of the same failure would begin at midnight.
  private var owesEarlierPeriod: Bool {
    guard let missed = rule.lastPeriodWithSlot(before: period) else { return false }
    if let success = history.lastSuccess, rule.period(of: success).start >= missed.start { return false }
    let failures = history.failures.filter { (missed.start..<period.start).contains(rule.period(of: $0.start).start) }
    return failures.count < rule.maxAttempts
  }

  /// The first slot since the last success, or of the period before this one.
  private var firstMissed: Timestamp? {
    let begin = history.lastSuccess.map { rule.end(of: rule.period(of: $0)) }
    return (begin ?? rule.lastPeriodWithSlot(before: period)?.start).flatMap { rule.slot(from: $0)?.start }
  }

  private var nextPeriodsSlot: Timestamp? { rule.slot(from: rule.end(of: period))?.start }

  /// When the time to wait after the latest failed try is over. One that ended after now did so by a clock that was set
  /// back since; how long ago is not known, and it does not hold anything up.
  private func retryTime(after failures: [DueHistory.FailedTry], at now: Timestamp) -> Timestamp? {
    failures.lazy.map(\.end).filter { $0 <= now }.max().map { $0 + rule.retryAfter }
  }
}
