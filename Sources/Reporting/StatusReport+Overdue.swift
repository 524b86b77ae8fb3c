import Scheduling

/// What should have been started, and was not.
extension StatusReport {
  private static let shown = 5

  /// For the first line.
  var overdueWords: String? {
    guard let oldest = overdue.map(\.since).min() else { return nil }
    let count = "\(Count(overdue.count, "task")) \(overdue.count == 1 ? "is" : "are") overdue"
    guard let last = overdue.compactMap(\.lastSuccess).min() else { return "\(count) \(length(since: oldest))" }
    let done = pageZone.map { $0.minute(last, on: status.at) } ?? "\(HumanDuration(status.at - last)) ago"
    return "\(count), \(overdue.count == 1 ? "last done" : "one of them last done") \(done)"
  }

  private func length(since moment: Timestamp) -> String {
    pageZone.map { "since \($0.minute(moment, on: status.at))" } ?? "for \(HumanDuration(status.at - moment))"
  }

  func overdueLines(_ zone: Zone) -> [StyledText] {
    if overdue.isEmpty { return [] }
    let rest = overdue.count - Self.shown
    return Self.section(
      "Overdue",
      overdue.prefix(Self.shown).map { StyledText("  ! \(Self.words($0, zone, at: status.at))", .caution) }
        + (rest > 0 ? [StyledText("      and \(rest) more: \(command("due"))", .faint)] : [])
        + [StyledText("      \(overdueToDo)", .faint)])
  }

  /// What to do about all of them.
  var overdueToDo: String {
    "\(command("run --due")) starts what is due; nothing has called it: is cron or systemd at work?"
  }

  static func words(_ task: OverdueTask, _ zone: Zone, at now: Timestamp) -> String {
    if let missed = task.missedWindow { return HarmlessText.words(missed) }
    let success = task.lastSuccess.map { "last success \(zone.minute($0, on: now))" } ?? "it never succeeded"
    return "\(task.name): due since \(zone.minute(task.since, on: now)); \(success)"
  }
}
