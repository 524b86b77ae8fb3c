import Catalog
import RunLog
import Scheduling

/// What ran and what did not, by task.
package struct WorkSection: PeriodSection {
  /// That began a task in the period.
  package var runs: Int
  /// The runs of the period that are still at work.
  package var underWay: [Int] = []
  /// Those that did something, or were to, by name.
  package var lines: [WorkLine]
  /// Of the period: windows that were missed, tasks that were given up or could not start.
  package var alerts: [Alert]
  /// Whether it is known what was due in the period.
  package var knowsDue: Bool
  /// Why nothing is known of what was due, where the schedules are not; nil: they are.
  package var dueAbsence: String?
  /// By the schedules of now, where `run --due` was not at work.
  package var untried: [Untried] = []
  /// The first one first.
  package var frozen: [Frozen] = []
  /// At its end, as the status reckons it.
  package var overdue: [OverdueTask] = []
  /// In the period before, also of tasks that were not tried since.
  package var triedBefore: Int
  package var succeededBefore: Int
  /// The first run of the log, where that is after the period.
  package var logBegan: Timestamp?

  package init(runs: Int, lines: [WorkLine], alerts: [Alert] = [], knowsDue: Bool = false) {
    (self.runs, self.lines, self.alerts) = (runs, lines, alerts)
    self.knowsDue = knowsDue || lines.contains { $0.due != nil }
    triedBefore = lines.reduce(0) { $0 + $1.triedBefore }
    succeededBefore = lines.reduce(0) { $0 + $1.succeededBefore }
  }

  static let name = "work"
  static let title = "What ran and what did not"

  var tried: Int { lines.reduce(0) { $0 + $1.tried } }
  var succeeded: Int { lines.reduce(0) { $0 + $1.succeeded } }
  /// Tasks of which it is not known when they were due in the period, or in a part of it.
  var ofUnknownTimes: [WorkLine] { lines.filter { $0.dueUnknownBefore != nil } }
  /// Due times without success.
  var missed: Int { lines.reduce(0) { $0 + $1.missed.count } }

  /// `run 3`, `runs 3 and 4`.
  var underWayWords: String? {
    guard let last = underWay.last else { return nil }
    let others = underWay.dropLast().map(String.init).joined(separator: ", ")
    return others.isEmpty ? "run \(last)" : "runs \(others) and \(last)"
  }

  func summary(_ frame: PeriodFrame) -> Phrase? {
    var words = tally(frame) + remarks
    if let frozenWords { words += " What was due was \(frozenWords)." }
    if !overdue.isEmpty {
      words += Phrase(" Overdue by then: \(Count(overdue.count, "task"))", .bad) + "."
    }
    return underWayWords.map { words + " Under way: \($0)." } ?? words
  }

  private func tally(_ frame: PeriodFrame) -> Phrase {
    var unknown: Phrase =
      ofUnknownTimes.isEmpty
      ? "" : Phrase(" When \(Count(ofUnknownTimes.count, "task")) had to run is not known for all of it.", .caution)
    if !untried.isEmpty {
      let count = "\(Count(untried.count, "task")) of the schedules \(untried.count == 1 ? "was" : "were") not tried"
      unknown += Phrase(
        " \(count), and whether \(untried.count == 1 ? "it was" : "they were") due is not known.", .caution)
    }
    if tried == 0 {
      if missed == 0 {
        return Phrase(underWay.isEmpty ? "No task was tried." : "No task has ended.") + began(frame) + unknown
      }
      let tasks = lines.count { !$0.missed.isEmpty }
      return "No task was tried. " + Phrase("Due and not done: \(Count(missed, "time"))", .bad)
        + ", by the schedules of \(Count(tasks, "task"))." + unknown
    }
    let before =
      triedBefore == 0 ? "" : " (\(Self.percent(succeededBefore, of: triedBefore)) in \(frame.previousName))"
    let late = missed == 0 ? "" : Phrase(" Due and not done: \(Count(missed, "time"))", .bad) + ", by the schedules."
    // What was refused began none.
    let runWords = runs == 0 ? "" : " in \(Count(runs, "run"))"
    let tasks = lines.filter { $0.tried > 0 }
    let failing = tasks.count { $0.succeeded < $0.tried }
    let who = failing == 0 || tasks.count == 1 ? "" : "; \(failing) of the \(tasks.count) failed"
    return Phrase("\(Count(tried, "try", "tries")) of \(Count(tasks.count, "task"))\(runWords), ")
      + Phrase("\(Self.percent(succeeded, of: tried)) of them succeeded", .strong) + "\(before)\(who)." + late + unknown
  }

  /// That there is no log of so long ago.
  private func began(_ frame: PeriodFrame) -> Phrase {
    logBegan.map { " The run log begins later, on \(frame.day($0))." } ?? ""
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    if lines.isEmpty {
      if let logBegan { return [.paragraph("No task was tried: the run log begins later, on \(frame.day(logBegan)).")] }
      if let runs = underWayWords {
        return [.paragraph("No task has ended so far; under way: \(runs).")] + overdueBlocks(frame)
          + untriedBlocks(frame)
      }
      return [.paragraph("No task was tried, \(dueWords(frame)).")] + overdueBlocks(frame) + untriedBlocks(frame)
    }
    let showsDue = lines.contains { $0.due != nil || $0.dueUnknownBefore != nil }
    let hasDoubt = lines.contains { $0.inDoubt > 0 }
    let hasTakenBack = lines.contains { $0.takenBack > 0 }
    let hasSkipped = skipped > 0
    var columns: [DocumentTable.Column] = [
      .init("task"), .init("tried", isRight: true), .init("succeeded", isRight: true), .init("failed", isRight: true),
      .init("rolled back", isRight: true),
    ]
    if hasDoubt { columns.append(.init("in doubt", isRight: true)) }
    if hasTakenBack { columns.append(.init("taken back", isRight: true)) }
    if hasSkipped { columns.append(.init("skipped", isRight: true)) }
    columns.append(.init("held up", isRight: true))
    if showsDue { columns += [.init("due", isRight: true), .init("not done", isRight: true)] }
    columns.append(.init("mean time", isRight: true))
    var blocks: [DocumentBlock] = [
      .table(
        DocumentTable(
          columns,
          lines.map { line in
            row(line, showsDue: showsDue, hasDoubt: hasDoubt, hasTakenBack: hasTakenBack, hasSkipped: hasSkipped)
          }))
    ]
    if hasDoubt {
      blocks.append(
        .paragraph(
          Phrase("In doubt: its rollback failed, or maint ended in the middle of it; somebody had to look.", .faint)))
    }
    if hasTakenBack {
      blocks.append(
        .paragraph(
          Phrase("Taken back: a change that had succeeded, on request, which is neither a try nor a failure.", .faint)))
    }
    if hasSkipped {
      blocks.append(.paragraph(Phrase("Skipped: it found that it had nothing to do, which counts as done.", .faint)))
    }
    if lines.contains(where: { $0.heldUp > 0 }) {
      blocks.append(
        .paragraph(
          Phrase(
            "Held up: blocked by another task, deferred by a window or freeze, without a lock, or not started; and the times that "
              + "were due in a freeze and not done.", .faint)))
    }
    if showsDue, !frame.isComplete {
      blocks.append(.paragraph(Phrase("Due: the times whose day, week or other period was over by then.", .faint)))
    }
    if lines.contains(where: { $0.succeeded > 0 && $0.succeeded < $0.tried }) {
      blocks.append(.paragraph(Phrase("Mean time: of the tries that succeeded.", .faint)))
    }
    if let frozenWords {
      blocks.append(.paragraph(Phrase("What was due and not done was \(frozenWords): ") + frozenTasks))
    }
    if let unknown = unknownTimes(frame) { blocks.append(.paragraph(unknown)) }
    let missed = lines.filter { !$0.missed.isEmpty }
    if !missed.isEmpty {
      blocks.append(.heading("Due and not done"))
      blocks.append(.list(Self.cut(missed, more: frame.code("due")) { self.missed($0, frame) }))
    }
    blocks += overdueBlocks(frame) + untriedBlocks(frame) + remarkBlocks(frame)
    if !alerts.isEmpty {
      blocks.append(.heading("Told at the time"))
      blocks.append(
        .list(
          Self.cut(
            alerts, more: frame.code("report \(frame.kind.rawValue) --period \(frame.period.name) --format json")
          ) {
            Phrase("\(frame.minute($0.at)) \($0.text)")
          }))
    }
    return blocks
  }

  /// Where no task was tried.
  private func dueWords(_ frame: PeriodFrame) -> String {
    if let dueAbsence { return "and what was due is not known: \(dueAbsence)" }
    if !knowsDue {
      return "and what was due is not known: '\(frame.command("run --due"))' was not at work here by then"
    }
    if !overdue.isEmpty { return "and \(Count(overdue.count, "task")) \(overdue.count == 1 ? "was" : "were") overdue" }
    if let frozenWords { return "and what was due was \(frozenWords)" }
    return untried.isEmpty ? "and none was due" : "and whether any was due is not known"
  }

  private func row(_ line: WorkLine, showsDue: Bool, hasDoubt: Bool, hasTakenBack: Bool, hasSkipped: Bool) -> [Phrase] {
    func count(_ count: Int, _ kind: Phrase.Kind = .plain) -> Phrase { count == 0 ? "" : Phrase("\(count)", kind) }
    var row = [
      Phrase(line.task.description), Phrase("\(line.tried)"), count(line.succeeded, .good), count(line.failed, .bad),
      count(line.rolledBack, .caution),
    ]
    if hasDoubt { row.append(count(line.inDoubt, .bad)) }
    if hasTakenBack { row.append(count(line.takenBack)) }
    if hasSkipped { row.append(count(line.skipped)) }
    row.append(count(line.heldUp, .caution))
    if showsDue {
      let isUnknown = line.dueUnknownBefore != nil && line.due ?? 0 == 0
      row += [
        isUnknown ? Phrase("not known", .caution) : line.due.map { Phrase("\($0)") } ?? "",
        count(line.missed.count, .bad),
      ]
    }
    return row + [line.meanDuration.map { Phrase("\(HumanDuration($0))") } ?? ""]
  }

  /// By the latest moment before which it is so.
  private func unknownTimes(_ frame: PeriodFrame) -> Phrase? {
    guard !ofUnknownTimes.isEmpty else { return nil }
    let tasks = Self.cut(ofUnknownTimes, more: frame.code("due")) { line in
      let before = line.dueUnknownBefore.flatMap { $0 < frame.asOf ? " before \(frame.minute($0))" : nil } ?? ""
      return Phrase("\(line.task)\(before)")
    }
    return
      "Not known is when these had to run, as their times in the schedules, or the zone of those, are others since: "
      + tasks.listed() + "."
  }

  private func missed(_ line: WorkLine, _ frame: PeriodFrame) -> Phrase {
    let last = line.missed.suffix(3).map(frame.minute).joined(separator: ", ")
    let which = line.missed.count > 3 ? "the last of them \(last)" : last
    return Phrase("\(line.task)", .strong)
      + ": due \(Count(line.due ?? 0, "time")), not done \(Count(line.missed.count, "time")): \(which)"
      + (frozenWords(of: line.task).map { "; besides \($0)" } ?? "")
  }

  static func percent(_ part: Int, of all: Int) -> String {
    "\(MetricText.decimal(all > 0 ? Double(part) / Double(all) * 100 : 0, 1)) %"
  }

  /// `runs`, that began a task; `under_way`, the numbers of those that are still at work, each `run`; `tried`, `succeeded`, of all tasks, `tried_before`, `succeeded_before`, in the period before; `tasks`, each `task`, `tried`, `succeeded`, `skipped`, `skip_reason` and `skip_run` of the last time, `warnings`, how many
  /// steps ended with one, `last_warning` and `warning_run` of the last, null where there is none, `warned_last`, whether it ran without one since,
  /// `failed` (also refused), `rolled_back`, `in_doubt` (its rollback failed, or maint ended in the middle of it), `taken_back` (on request, which is no try), `held_up`, with the times due in a freeze, `frozen`, these alone,
  /// `due`, null where it is not known, `due_unknown_before`, null or the moment before which it is not known, `missed`, the times at which it was due and not done, `mean_seconds`, and of the period before `tried_before`,
  /// `succeeded_before`, `mean_seconds_before`; `untried`, tasks of the schedules of now that nothing tried and of which it is not known
  /// whether they were due, each `task` and `last_at`, null where it was never tried; `overdue`, what `maint status` called so at the end, each
  /// `task`, `since` and `last_success_at`, null where it never succeeded; `frozen`, freezes that held up what was due, each `reason`, `from`, when
  /// the first of it was due, `times`; `alerts`, each `at`, `kind`, `level`, `task`, `run`, `text`.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      ("runs", .integer(runs)),
      ("under_way", .records(underWay.map { ReportRecord([("run", .integer($0))]) })), ("tried", .integer(tried)),
      ("succeeded", .integer(succeeded)),
      ("tried_before", .integer(triedBefore)), ("succeeded_before", .integer(succeededBefore)),
      ("tasks", .records(lines.map(Self.record))),
      (
        "untried",
        .records(untried.map { ReportRecord([("task", .text("\($0.task)")), ("last_at", .time($0.last))]) })
      ),
      (
        "overdue",
        .records(
          overdue.map { task in
            ReportRecord([
              ("task", .text("\(task.name)")), ("since", .time(task.since)),
              ("last_success_at", .time(task.lastSuccess)),
            ])
          })
      ),
      (
        "frozen",
        .records(
          frozen.map { frozen in
            ReportRecord([
              ("reason", .text(frozen.reason)), ("from", .time(frozen.first)),
              ("times", .integer(frozen.times.values.reduce(0, +))),
            ])
          })
      ),
      (
        "alerts",
        .records(
          alerts.map { alert in
            ReportRecord([
              ("at", .time(alert.at)), ("kind", .text(alert.kind.rawValue)), ("level", .text(alert.level.rawValue)),
              ("task", .text(alert.task?.description)), ("run", .integer(alert.run)), ("text", .text(alert.text)),
            ])
          })
      ),
    ])
  }

  private static func record(_ line: WorkLine) -> ReportRecord {
    ReportRecord([
      ("task", .text(line.task.description)), ("tried", .integer(line.tried)), ("succeeded", .integer(line.succeeded)),
      ("skipped", .integer(line.skipped)), ("skip_reason", .text(line.lastSkip?.text)),
      ("skip_run", .integer(line.lastSkip?.run)), ("warnings", .integer(line.warnings?.steps ?? 0)),
      ("last_warning", .text(line.warnings?.last.text)), ("warning_run", .integer(line.warnings?.last.run)),
      ("warned_last", .truth(line.warnings?.isLast ?? false)), ("failed", .integer(line.failed)),
      ("rolled_back", .integer(line.rolledBack)), ("in_doubt", .integer(line.inDoubt)),
      ("taken_back", .integer(line.takenBack)),
      ("held_up", .integer(line.heldUp)), ("frozen", .integer(line.frozen)),
      ("due", .integer(line.dueUnknownBefore != nil && line.due ?? 0 == 0 ? nil : line.due)),
      ("due_unknown_before", .time(line.dueUnknownBefore)),
      ("missed", .texts(line.missed.map(\.rfc3339))), ("mean_seconds", .duration(line.meanDuration)),
      ("tried_before", .integer(line.triedBefore)), ("succeeded_before", .integer(line.succeededBefore)),
      ("mean_seconds_before", .duration(line.meanDurationBefore)),
    ])
  }
}
