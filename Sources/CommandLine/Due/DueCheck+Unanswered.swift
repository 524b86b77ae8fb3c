import Reporting
import RunLog
import Scheduling

/// What is due and waits for somebody's answer.
extension DueCheck {
  /// nil: the task waits for none, or somebody has said no. A request whose time is up, and that nobody has answered, stands until
  /// a run asks anew: the task waits for all that.
  func unanswered(_ number: Int, _ log: RunLog) throws(RunLogFailure) -> UnansweredRequest? {
    guard let request = unapproved[number]?.unanswered, case .due(let due, _, _) = selection.states[number] else {
      return nil
    }
    let (rule, history) = (self.due.rules[number], histories[number])
    guard let since = try asked(number, log)?.since, since <= now else { return nil }
    // What a freeze held up nobody kept waiting.
    let unmet = rule.unmet(since: since, at: now, history: history) { freezeEnd(number, at: $0) }
    return UnansweredRequest(
      number: request, since: since, dueSince: min(due, unmet.since ?? due), missed: unmet.periods)
  }

  /// Since when nobody has answered what was asked for of a task, and the last request for it; nil: nobody was asked.
  func asked(_ number: Int, _ log: RunLog) throws(RunLogFailure) -> (since: Timestamp, request: Int)? {
    try log.unanswered(
      of: due.tasks[number].name, in: FolderChoice.resolved(project) ?? project, project,
      since: histories[number].lastStart)
  }

  /// Who had said no to what was asked for of a task by then, where nobody has asked anew, in words; nil: nobody had.
  func rejection(of number: Int, before moment: Timestamp, _ log: RunLog) throws(RunLogFailure) -> String? {
    let (task, folder) = (due.tasks[number].name, FolderChoice.resolved(project) ?? project)
    let found = try log.standingRejections().last { $0.task == task && $0.project == folder }
    guard let found, let ending = found.ending, ending.at < moment else { return nil }
    return
      "\(ending.by.name) has rejected request \(found.number) for its approval: \(HarmlessText.words(ending.reason))"
  }
}
