import Planning
import RunLog

/// By what stood at the end of the period, as the status has it.
extension Advice {
  var backupsNotCopied: [Recommendation] {
    let tasks = Dictionary(grouping: facts.upkeep.uncopied) { $0.task.description }
    return tasks.sorted { $0.key < $1.key }.map { task, backups in
      let failure = backups.compactMap(\.failure).max { $0.startedAt < $1.startedAt }
      let why =
        failure.map { "the last try on \(frame.minute($0.startedAt)) failed: \(HarmlessText.words($0.error ?? ""))" }
        ?? "the copy was not begun, or was interrupted"
      return Recommendation(
        .backupNotCopied, task,
        "\(Count(backups.count, "backup")) of it \(backups.count == 1 ? "was" : "were") not copied off-site; \(why)",
        command: "backup copy", since: settlement(backups))
    }
  }

  /// Of all of them; nil: one is still to be copied.
  private func settlement(_ backups: [UncopiedBackup]) -> String? {
    let ways = backups.compactMap(\.settled)
    if ways.count < backups.count { return nil }
    let copied = ways.compactMap { if case .copied(let at) = $0 { at } else { nil } }
    guard let last = copied.max() else {
      return backups.count == 1 ? "it is to be copied no more" : "none is to be copied any more"
    }
    if copied.count == backups.count { return "copied on \(frame.day(last))" }
    return "\(copied.count) copied by \(frame.day(last)), and no more is to be"
  }

  var channelsDeaf: [Recommendation] {
    facts.upkeep.deaf.map { deaf in
      let waiting = deaf.waiting == 0 ? "those of it were given up" : "\(Count(deaf.waiting, "message")) waited"
      let since = deaf.since.map { ", the oldest of \(frame.minute($0))" } ?? ""
      let error = deaf.error.map { " (\(HarmlessText.words($0)))" } ?? ""
      return Recommendation(
        .channelDeaf, "channel \(deaf.channel)",
        "took no messages\(error): \(waiting)\(since), and nobody would hear of the next trouble by it",
        command: "notify list", since: deaf.heardAgain.map { "it took one on \(frame.day($0))" })
    }
  }

  var warned: [Recommendation] {
    facts.work.warned.compactMap { line in
      guard let warnings = line.warnings, warnings.isLast else { return nil }
      return Recommendation(
        .warned, "\(line.task)", "run \(warnings.last.run): \(WorkSection.words(warnings.last))",
        command: "show \(warnings.last.run)")
    }
  }

  /// What the status exits with 1 for is passed over by no report of that moment, whatever it is.
  var statusAsks: [Recommendation] {
    facts.matters.filter { matter in
      !matter.cause.rules.contains { rule in
        found(rule).contains { $0.subject == matter.subject && $0.since == nil }
      }
    }.map { Recommendation(.statusAsks, $0.subject, HarmlessText.words($0.words), command: $0.command) }
  }
}

extension StatusMatter.Cause {
  /// Those that tell it, about the same subject.
  fileprivate var rules: [RecommendationRule] {
    switch self {
    case .strange, .schedules, .approval: []
    case .doubt, .dead: [.resolve]
    case .incident: [.incidentOpen]
    case .unsound: [.projectNotSound]
    case .failed: [.failsOften, .failedLast, .resolve]
    case .heldUp, .neverStarts, .missedWindow, .overdue: [.overdue, .notDone]
    case .notCopied: [.backupNotCopied]
    case .backupLost: [.backupNotWhole]
    case .drill: [.drillNotWell]
    case .deaf: [.channelDeaf]
    }
  }
}
