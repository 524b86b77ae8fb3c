import Reporting
import RunLog
import Scheduling

/// What is due and waits for somebody's answer.
extension DueCheck {
  /// nil: the task waits for none, or somebody has said no. A request whose time is up, and that nobody has answered, stands until
  /// a run asks anew: the task waits for all that.
  func unanswered(_ number: Int, _ log: RunLog) throws(RunLogFailure) -> UnansweredRequest? {
    guard case .due(let due, _, _) = selection.states[number], let asked = try waits(number, log), asked.since <= now
    else { return nil }
    let unmet = try unmet(number, since: asked.since, at: now, log)
    return UnansweredRequest(
      number: asked.request, since: asked.since, dueSince: min(due, unmet.since ?? due), missed: unmet.periods)
  }

  /// Of a moment that is over, what was answered later waited then.
  private func waits(_ number: Int, _ log: RunLog) throws(RunLogFailure) -> (since: Timestamp, request: Int)? {
    if !isOfNow, let then = try waitedThen(number, log) { return then }
    guard let request = unapproved[number]?.unanswered, let since = try asked(number, log)?.since else { return nil }
    return (since, request)
  }

  private func waitedThen(_ number: Int, _ log: RunLog) throws(RunLogFailure) -> (since: Timestamp, request: Int)? {
    var found: (since: Timestamp, request: Int)?
    for record in try requests(number, log) where record.requestedAt <= now {
      if let end = record.answeredAt, end <= now {
        found = nil
      } else {
        found = (found?.since ?? record.requestedAt, record.number)
      }
    }
    guard let found, histories[number].lastStart.map({ $0 < found.since }) ?? true else { return nil }
    return found
  }

  /// Since when nobody's word keeps a task waiting any more that did so at a moment: `.some(nil)`: that is not known; nil: somebody's
  /// does, or somebody has said no.
  func waited(_ number: Int, at moment: Timestamp, _ log: RunLog) throws(RunLogFailure) -> Timestamp?? {
    if unapproved[number]?.words != nil || unapproved[number]?.unanswered != nil { return nil }
    return .some(try requests(number, log).compactMap(\.answeredAt).filter { moment <= $0 && $0 <= now }.max())
  }

  private func requests(_ number: Int, _ log: RunLog) throws(RunLogFailure) -> [ApprovalRecord] {
    try log.requests(for: due.tasks[number].name, in: FolderChoice.resolved(project) ?? project, project)
  }

  /// The periods that a task missed since it was asked for, up to a moment. What a freeze held up nobody kept waiting, nor what
  /// waited for another task; one of the present period is no excuse for those before.
  func unmet(
    _ number: Int, since: Timestamp, at moment: Timestamp, _ log: RunLog
  ) throws(RunLogFailure) -> (periods: Int, since: Timestamp?) {
    let rule = due.rules[number]
    var needs: [(rule: DueRule, successes: [Timestamp])] = []
    for need in due.needs(of: number) where due.rules[need].tier != .emergency {
      let first = due.rules[need].period(of: rule.period(of: since).start).start
      guard first <= moment else { continue }
      needs.append((due.rules[need], try log.successTimes(of: due.tasks[need].name, in: first..<moment)))
    }
    return rule.unmet(since: since, at: moment, history: histories[number]) { time in
      if let end = freezeEnd(number, at: time) { return end }
      // What is to come nobody knows, and that has no end.
      if time > moment { return nil }
      return needs.compactMap { $0.rule.awaited(at: time, successes: $0.successes) }.max()
    }
  }

  /// Since when nobody has answered what was asked for of a task, and the last request for it; nil: nobody was asked. `moment`: as
  /// it was before then.
  func asked(
    _ number: Int, before moment: Timestamp? = nil, _ log: RunLog
  ) throws(RunLogFailure) -> (since: Timestamp, request: Int)? {
    try log.unanswered(
      of: due.tasks[number].name, in: FolderChoice.resolved(project) ?? project, project,
      since: histories[number].lastStart, before: moment)
  }

  /// The last request for a task that was made before a moment, as it is now.
  func lastRequest(_ number: Int, before moment: Timestamp, _ log: RunLog) throws(RunLogFailure) -> ApprovalRecord? {
    try log.lastApproval(
      of: due.tasks[number].name, in: FolderChoice.resolved(project) ?? project, project, before: moment)
  }
}
