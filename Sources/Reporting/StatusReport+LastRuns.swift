import Catalog
import Planning
import RunLog
import Scheduling

/// When each tier ran last, and what never did.
extension StatusReport {
  private static let mostShown = 3

  /// Of the project's tasks that have a time to run, those that were never tried; nil where the project is not known.
  var neverRun: [TaskName]? {
    let begun = status.running.flatMap { $0.tasks.filter { $0.startedAt != nil }.map(\.name) }
    let known = status.tried.union(begun)
    return tasks?.filter { !known.contains($0) }
  }

  /// No task was ever tried, in whatever runs there are.
  var isUntried: Bool {
    status.tried.isEmpty && status.unhappyTasks.isEmpty && status.warnings.isEmpty
  }

  func lastRunLines(_ clock: ClockText) -> [StyledText] {
    var rows: [[StyledText]] = []
    var shown: Set<Int> = []
    for tier in Tier.allCases {
      let last = status.lastRuns[tier]
      if let run = last, shown.insert(run.number).inserted {
        rows.append(row(run.header.targets.count > 1 ? title(run) : tier.rawValue, run, clock))
      }
      let single = (status.lastTaskRuns[tier] ?? []).filter { !shown.contains($0.number) }
      for run in single.prefix(Self.mostShown) {
        rows.append(row(title(run), run, clock))
        shown.insert(run.number)
      }
      if single.count > Self.mostShown {
        rows.append(empty("  and earlier ones of \(tier.rawValue)", "", "", command("log")))
      }
      if let row = neverRunRow(tier, hasRuns: last != nil || !single.isEmpty) { rows.append(row) }
    }
    if let last = status.lastRun, !shown.contains(last.number) {
      rows.append(row(title(last), last, clock))
    }
    if rows.isEmpty || status.lastRun == nil { return [] }
    let columns: [Table.Column] = [
      .init(heading: "Last runs"), .init(heading: ""), .init(heading: "", isRight: true), .init(heading: ""),
      .init(heading: "", isRight: true), .init(heading: ""),
    ]
    return [""] + Table(columns: columns, rows: rows).lines
  }

  /// All that it had to run: how it ended need not be how it ended for one tier of several.
  private func title(_ run: RunRecord) -> String { HarmlessText.words(TargetText(run.header.targets).brief) }

  private func row(_ title: String, _ run: RunRecord, _ clock: ClockText) -> [StyledText] {
    var outcome = OutcomeText(run, isAlive: alive.contains(run.number))
    // Whatever that was, somebody has settled it since, in this run or another.
    if run.outcome == .humanNeeded, run.resolution == nil, needsHuman.isEmpty {
      outcome = OutcomeText("!", "human was needed", .caution)
    }
    return [
      StyledText("  \(title)").cut(to: 42, mark: "…"), outcome.styledSymbol + " " + outcome.styledWords,
      StyledText(ago(run.finishedAt ?? run.header.startedAt)), StyledText(clock.dateAndTime(run.header.startedAt)),
      StyledText("run \(run.number)"), StyledText(TaskCount(run).words),
    ]
  }

  private func neverRunRow(_ tier: Tier, hasRuns: Bool) -> [StyledText]? {
    let missing = (neverRun ?? []).filter { $0.tier == tier }
    if missing.isEmpty { return nil }
    let all = (tasks ?? []).count { $0.tier == tier }
    let names = missing.prefix(Self.mostShown).map(\.name).joined(separator: ", ")
    let rest = missing.count > Self.mostShown ? " and \(missing.count - Self.mostShown) more" : ""
    let words = missing.count == all ? Count(all, "task").description : "\(missing.count) of \(all): \(names)\(rest)"
    // A run of the tier may have begun none of them, or others.
    return empty("  \(hasRuns ? "  of " : "")\(tier.rawValue)", "·", hasRuns ? "not begun" : "never run", words)
  }

  private func empty(_ title: String, _ symbol: String, _ words: String, _ last: String) -> [StyledText] {
    let outcome = [symbol, words].filter { !$0.isEmpty }.joined(separator: " ")
    return [
      StyledText(title, .faint), StyledText(outcome, .faint), "", "", "", StyledText(last, .faint),
    ]
  }
}
