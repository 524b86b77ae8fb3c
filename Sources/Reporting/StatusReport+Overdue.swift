import Scheduling

/// What should have been started, and was not.
extension StatusReport {
  private static let shown = 5

  /// Those that nothing starts. What can never start is told by its alert, which a page does not list there.
  var unstarted: [OverdueTask] { overdue.filter { $0.unanswered == nil && (pageZone != nil || !isInAlerts($0)) } }

  func isInAlerts(_ task: OverdueTask) -> Bool {
    guard case .cannotStart = task.cause else { return false }
    return status.alerts.contains { $0.kind == .neverStarts && $0.task == task.name }
  }

  /// Those that wait for somebody's answer alone.
  var unanswered: [OverdueTask] { overdue.filter { $0.unanswered != nil } }

  /// For the first line.
  var overdueWords: String? {
    let overdue = unstarted
    guard let oldest = overdue.map(\.since).min() else { return nil }
    let count = "\(Count(overdue.count, "task")) \(overdue.count == 1 ? "is" : "are") overdue"
    guard let last = overdue.compactMap(\.lastSuccess).min() else { return "\(count) \(length(since: oldest))" }
    let done = pageZone.map { $0.minute(last) } ?? "\(HumanDuration(status.at - last)) ago"
    return "\(count), \(overdue.count == 1 ? "last done" : "one of them last done") \(done)"
  }

  /// For the first line.
  var unansweredWords: String? {
    let tasks = unanswered
    guard let first = tasks.first, let request = first.unanswered, let missed = request.missedWords else { return nil }
    if tasks.count > 1 { return "\(tasks.count) tasks wait for approvals, and missed periods by that" }
    return "\(first.name) has waited for an approval \(length(since: request.since)), and \(missed)"
  }

  private func length(since moment: Timestamp) -> String {
    pageZone.map { "since \($0.minute(moment))" } ?? "for \(HumanDuration(status.at - moment))"
  }

  func overdueLines(_ zone: Zone) -> [StyledText] {
    let tasks = overdue.filter { $0.unanswered != nil } + unstarted
    if tasks.isEmpty { return [] }
    let rest = tasks.count - Self.shown
    return Self.section(
      "Overdue",
      tasks.prefix(Self.shown).map { StyledText("  ! \(Self.words($0, zone, on: status.at))", .caution) }
        + (rest > 0 ? [StyledText("      and \(rest) more: \(command("due"))", .faint)] : [])
        + (unstarted.isEmpty ? [] : [StyledText("      \(overdueToDo)", .faint)])
        + (unanswered.isEmpty ? [] : [StyledText("      \(unansweredToDo)", .faint)]))
  }

  /// What to do about those that wait for an answer.
  var unansweredToDo: String { "\(command("approvals")) says whose answer it is that is missing" }

  /// What to do about all of them.
  var overdueToDo: String {
    let start = "\(command("run --due")) starts what is due"
    let then = "\(start) once the freeze is over"
    // It was called, and waited for an answer.
    if unstarted.allSatisfy({ $0.wait != nil }) { return then }
    if !unstarted.contains(where: \.mayLackCron), let toDo = causesToDo { return toDo }
    if unstarted.allSatisfy({ $0.freeze != nil }) {
      return "\(then); nothing called it before that began: is cron or systemd at work?"
    }
    guard let former = overdue.compactMap(\.formerFolder).first else {
      return "\(start); nothing has called it: is cron or systemd at work?"
    }
    return
      "\(start); it was never called for this folder, but for \(HarmlessText.words(former)), which is not there any more: "
      + "does cron or systemd still name that one?"
  }

  /// What to do where why nothing starts them is known.
  private var causesToDo: String? {
    for task in unstarted {
      if case .run(let run, _, _) = task.cause {
        return
          "no other 'run --due' starts anything until run \(run) ends: \(command("show \(run)")) says what it is at"
      }
    }
    return unstarted.isEmpty
      ? nil : "\(command("due")) has the windows; a longer window, or a shorter timeout, lets it start"
  }

  /// `day`: that of whoever reads it; nil: nobody knows when that is.
  static func words(_ task: OverdueTask, _ zone: Zone, on day: Timestamp? = nil) -> String {
    if let missed = task.missedWindow {
      return HarmlessText.words(missed) + task.sinceBefore { zone.minute($0, on: day) }
    }
    let success = task.lastSuccess.map { "last success \(zone.minute($0, on: day))" } ?? "it never succeeded"
    if let request = task.unanswered {
      return "\(task.name): \(request.words(since: zone.minute(request.since, on: day))); \(success)"
    }
    return "\(task.name): due since \(zone.minute(task.since, on: day))"
      + "\(task.causeWords { zone.minute($0, on: day) }); \(success)"
      + task.waitWords { zone.minute($0, on: day) } + task.freezeWords { zone.minute($0, on: day) }
  }
}
