import Catalog
import Reporting
import RunLog
import Scheduling

/// What a freeze kept from being done.
extension DueCheck {
  /// Whether a freeze held up a task at a moment.
  func wasFrozen(_ number: Int, at moment: Timestamp) -> Bool { freezeEnd(number, at: moment) != nil }

  /// The end of the freeze that holds up a task at a moment; nil: none does. `room`: how long before one it has to start.
  func freezeEnd(_ number: Int, at moment: Timestamp, room: Duration = .zero) -> Timestamp? {
    (freeze(number, at: moment) ?? nextFreeze(number, after: moment, before: moment + room))?.end(in: zone)
  }

  /// Also one that holds up what the task needs, and so has it wait.
  func freeze(_ number: Int, at moment: Timestamp) -> Freeze? {
    guard let freeze = catalog.freezes.covering(moment, in: zone) else { return nil }
    if changes(number) { return freeze }
    return due.allNeeds(of: number).contains { changes($0) && !isDone($0, at: moment) } ? freeze : nil
  }

  private func changes(_ number: Int) -> Bool {
    catalog.runbooks[due.tasks[number].runbook].map { !$0.change.isEmpty } ?? false
  }

  /// As far as the last success tells, which may be of a later period: then it is, and nothing is excused.
  private func isDone(_ number: Int, at moment: Timestamp) -> Bool {
    let (rule, history) = (due.rules[number], histories[number])
    guard rule.tier != .emergency else { return true }
    let start = rule.period(of: moment).start
    return [history.lastSuccess, history.lastStart].contains { $0.map { rule.period(of: $0).start >= start } ?? false }
  }

  /// Since when a freeze has held up a task, or the first of several without a gap: it does so now, did so until shortly ago, or
  /// had its last window from the beginning; nil: none did. One that begins before the task would be done holds it up already.
  func heldByFreeze(_ number: Int, _ log: RunLog) throws(CommandFailure) -> Timestamp? {
    let window = due.rules[number].lastOpening(endedBy: now)?.start
    let moments = [now, now + (.zero - OverdueTask.patience)] + (window.map { [$0] } ?? [])
    for moment in moments {
      if let freeze = freeze(number, at: moment) { return firstStart(of: freeze, number) }
      // What is done, or has no time yet, has no need of any.
      guard selection.states[number].isDue || moment == window else { continue }
      let room = try room(number, at: moment, log)
      guard let next = nextFreeze(number, after: moment, before: moment + room) else { continue }
      return next.start(in: zone) + (.microseconds(1) - room)
    }
    return nil
  }

  private func firstStart(of freeze: Freeze, _ number: Int) -> Timestamp {
    var start = freeze.start(in: zone)
    while let earlier = self.freeze(number, at: Timestamp(microseconds: start.microseconds - 1)) {
      start = earlier.start(in: zone)
    }
    return start
  }

  private func nextFreeze(_ number: Int, after moment: Timestamp, before end: Timestamp) -> Freeze? {
    let starts = catalog.freezes.map { $0.start(in: zone) }.filter { moment < $0 && $0 < end }
    return starts.min().flatMap { freeze(number, at: $0) }
  }

  /// How long before a freeze it has to start, or what it needs and is still to be done: their gates ask for it.
  func room(_ number: Int, at moment: Timestamp, _ log: RunLog) throws(CommandFailure) -> Duration {
    if catalog.freezes.isEmpty { return .zero }
    let bound = ([number] + due.allNeeds(of: number).filter { !isDone($0, at: moment) }).filter(changes)
    return try gatekeeper.gates(of: bound.map { due.tasks[$0] }, log: log).values.map(\.needed.known).max() ?? .zero
  }

  /// The freeze that holds up a task now.
  func hold(byFreeze number: Int) -> OverdueTask.Hold? {
    freeze(number, at: now).map(hold)
  }

  /// Also one that is so near that the task would not be done before it.
  func hold(byFreezeAhead number: Int, _ log: RunLog) throws(CommandFailure) -> OverdueTask.Hold? {
    if let hold = hold(byFreeze: number) { return hold }
    return try nextFreeze(number, after: now, before: now + room(number, at: now, log)).map(hold)
  }

  private func hold(_ freeze: Freeze) -> OverdueTask.Hold {
    OverdueTask.Hold(reason: freeze.reason, end: freeze.end(in: zone))
  }

  /// The opening that is now, in which a task is due and of which a freeze leaves it nothing; nil: there is none.
  func openingHeldUp(_ number: Int) -> Opening? {
    let rule = due.rules[number]
    guard rule.waitsForWindow, selection.states[number].isDue, selection.verdicts[number] != .selected,
      let opening = rule.window?.opening(at: now, in: rule.zone), let end = freezeEnd(number, at: now),
      end >= opening.cutoff
    else { return nil }
    return opening
  }

  /// Whether a task succeeded since a moment, or somebody tried to do it all the same: that is told by itself.
  func wasTried(_ number: Int, since moment: Timestamp) -> Bool {
    let history = histories[number]
    return history.lastStart.map { $0 >= moment } ?? false || history.failures.contains { $0.start >= moment }
  }
}
