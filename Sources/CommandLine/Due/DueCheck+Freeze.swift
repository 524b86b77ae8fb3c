import Catalog
import Reporting
import Scheduling

/// What a freeze kept from being done.
extension DueCheck {
  /// Whether a freeze held up a task at a moment.
  func wasFrozen(_ number: Int, at moment: Timestamp) -> Bool { freezeEnd(number, at: moment) != nil }

  /// The end of the freeze that holds up a task at a moment; nil: none does.
  func freezeEnd(_ number: Int, at moment: Timestamp) -> Timestamp? {
    freeze(number, at: moment)?.end(in: zone)
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

  /// When the freeze began, or the first of several without a gap, that holds up a task, did so until shortly ago, or took up the
  /// beginning of its last window; nil: none did.
  func startOfFreeze(_ number: Int) -> Timestamp? {
    let window = due.rules[number].lastOpening(endedBy: now)?.start
    let moments = [now, now + (.zero - OverdueTask.patience)] + (window.map { [$0] } ?? [])
    guard var start = moments.compactMap({ freeze(number, at: $0) }).first?.start(in: zone) else { return nil }
    while let earlier = freeze(number, at: Timestamp(microseconds: start.microseconds - 1)) {
      start = earlier.start(in: zone)
    }
    return start
  }

  /// The freeze that holds up a task now.
  func hold(byFreeze number: Int) -> OverdueTask.Hold? {
    freeze(number, at: now).map { OverdueTask.Hold(reason: $0.reason, end: $0.end(in: zone)) }
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
