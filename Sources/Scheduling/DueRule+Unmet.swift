/// Periods that went by while something kept the task from being started.
extension DueRule {
  /// Nobody counts further.
  private static let mostUnmet = 1_000

  /// Of the periods from that of `start` on in which it had a time to start, and without those that were done before: how many
  /// are over, a thousand at most, and when the time of the first of all of them came; nil: it has not come yet. `heldUntil`: as of
  /// `firstChance`; a period that was held up from beginning to end is none.
  package func unmet(
    since start: Timestamp, at now: Timestamp, history: DueHistory, heldUntil: (Timestamp) -> Timestamp? = { _ in nil }
  ) -> (periods: Int, since: Timestamp?) {
    let present = period(of: now)
    var found = period(of: start)
    if let success = history.lastSuccess {
      let done = period(of: success)
      if done.start >= found.start { found = period(of: end(of: done)) }
    }
    var (count, first): (Int, Timestamp?) = (0, nil)
    while found.start < present.start, count < Self.mostUnmet {
      if let chance = chance(in: found, heldUntil) {
        count += 1
        first = first ?? chance
      }
      found = period(of: end(of: found))
    }
    let own = chance(in: present, heldUntil)
    return (count, first ?? own.flatMap { $0 <= now ? $0 : nil })
  }

  /// The first moment of a period at which it could be started; nil: there is none.
  private func chance(in period: Period, _ heldUntil: (Timestamp) -> Timestamp?) -> Timestamp? {
    var next = firstSlot(of: period)
    while let slot = next {
      let chance = Self.freed(from: slot.start, heldUntil)
      if chance == slot.start || chance < slot.end { return chance }
      let later = self.slot(from: chance)
      next = later.flatMap { $0.period == period && $0.start > slot.start ? $0 : nil }
    }
    return nil
  }

  /// The first moment since `start` at which it could have been started for a period in which nothing came of it; nil: there was
  /// none so far. `heldUntil`: the end of what lets nothing start at a moment, such as a freeze; nil: nothing does.
  package func firstChance(
    since start: Timestamp, at now: Timestamp, history: DueHistory, heldUntil: (Timestamp) -> Timestamp?
  ) -> Timestamp? {
    guard tier != .emergency else { return nil }
    var moment = history.lastSuccess.map { max(start, end(of: period(of: $0))) } ?? start
    while moment <= now, let slot = slot(from: moment) {
      let chance = Self.freed(from: max(slot.start, moment), heldUntil)
      // What has no window is made up for as soon as it may be.
      if chance < slot.end || waitsForNothing { return chance <= now ? chance : nil }
      // Of a window that its cutoff takes up nothing is left.
      let next = max(chance, slot.start < slot.end ? slot.end : end(of: slot.period))
      guard next > moment else { return nil }
      moment = next
    }
    return nil
  }

  /// Until when that which needs the task waits for it at a moment: to its success in the same period of its own, else to the end of
  /// that; nil: it had succeeded. `successes`: in order, what they count for.
  package func awaited(at moment: Timestamp, successes: [Timestamp]) -> Timestamp? {
    let period = period(of: moment)
    let (start, end) = (firstMoment(of: period), end(of: period))
    guard let success = successes.first(where: { $0 >= start }), success < end else { return end }
    return success <= moment ? nil : success
  }

  /// The first moment from that one on that nothing holds up; what follows at once on another is one with it.
  private static func freed(from moment: Timestamp, _ heldUntil: (Timestamp) -> Timestamp?) -> Timestamp {
    var moment = moment
    while let end = heldUntil(moment), end > moment { moment = end }
    return moment
  }

  private var waitsForNothing: Bool { window == nil && catchUp == .anytime }
}
