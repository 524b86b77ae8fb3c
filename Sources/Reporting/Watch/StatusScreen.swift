import Execution
import RunLog
import Scheduling

/// `maint status --watch`: one frame. The answer, the host and the time, the runs that are under way, then what else
/// `maint status` says, as far as the terminal has room.
package struct StatusScreen: Sendable {
  private let report: StatusReport
  /// By the number of the run.
  private let outlooks: [Int: RunOutlook]
  private let host: String
  private let appearance: Appearance
  private let zone: Zone

  /// `report`: as it was read; its ages are shown as of `now`.
  package init(
    _ report: StatusReport, at now: Timestamp, outlooks: [Int: RunOutlook], host: String, appearance: Appearance,
    zone: Zone
  ) {
    self.report = report.asked(at: now)
    self.outlooks = outlooks
    self.host = host
    self.appearance = appearance
    self.zone = zone
  }

  /// At most `rows`, each at most `columns` wide.
  package func lines(columns: Int, rows: Int) -> [String] {
    Self.fitted(
      [report.answerLine, head] + runLines(columns) + report.sections(zone: zone), all: report.command("status"),
      columns: columns, rows: rows, appearance)
  }

  /// What stands there while the run log cannot be read.
  package static func lines(
    failure: String, columns: Int, rows: Int, appearance: Appearance
  ) -> [String] {
    let lines = failure.split(separator: "\n").map { StyledText(HarmlessText.words(String($0)), .caution) }
    return fitted(lines, all: "maint status", columns: columns, rows: rows, appearance)
  }

  /// What is to be typed stands at the ends of lines, so none is cut. `all`: what shows the lines for which there is no room.
  private static func fitted(
    _ lines: [StyledText], all: String, columns: Int, rows: Int, _ appearance: Appearance
  ) -> [String] {
    let lines = lines.flatMap { $0.wrapped(to: max(1, columns)) }
    var shown = lines
    if lines.count > rows {
      shown = Array(lines.prefix(max(1, rows - 1)))
      let rest = Count(lines.count - shown.count, "more line")
      if rows > 1 { shown.append(StyledText("… \(rest): \(all)", .faint)) }
    }
    return shown.map { appearance.render(appearance.fit($0, width: max(1, columns))) }
  }

  private var head: StyledText {
    StyledText("\(HarmlessText.words(host))  \(zone.format(now))  q ends this", .faint)
  }

  private var now: Timestamp { report.status.at }

  private func runLines(_ columns: Int) -> [StyledText] {
    report.liveRuns.flatMap { run -> [StyledText] in
      let outlook = outlooks[run.number] ?? RunOutlook()
      return ["", runLine(run, outlook, columns)] + run.tasks.flatMap { taskLines($0, of: run, outlook, columns) }
    }
  }

  private func runLine(_ run: RunRecord, _ outlook: RunOutlook, _ columns: Int) -> StyledText {
    let tally = TaskTally(run.taskOutcomes)
    let cells = min(20, max(4, columns / 5))
    let filled = run.taskCount == 0 ? 0 : Int(done(run, outlook) / Double(run.taskCount) * Double(cells))
    let others = tally.otherWords
    let left =
      StyledText("▸ run \(run.number) (\(HarmlessText.words(TargetText(run.header.targets).brief)))  ")
      + StyledText(String(repeating: "█", count: min(cells, filled)))
      + StyledText(String(repeating: "░", count: cells - min(cells, filled)), .faint)
      + StyledText(" \(tally.total) of \(Count(run.taskCount, "task"))")
      + StyledText(others.isEmpty ? "" : ", \(others)", .caution)
    let elapsed = ElapsedTime(since: run.header.startedAt, to: now)
    return appearance.spread(left, [elapsed.words(of: outlook.usual), elapsed.words], width: columns)
  }

  /// So many tasks, of those that run the part that has passed.
  private func done(_ run: RunRecord, _ outlook: RunOutlook) -> Double {
    run.tasks.reduce(Double(TaskTally(run.taskOutcomes).total)) { sum, task in
      guard let start = task.startedAt, let usual = outlook.tasks[task.name], usual > .zero else { return sum }
      return sum + min(0.95, max(0, (now - start) / usual))
    }
  }

  private func taskLines(
    _ task: TaskRecord, of run: RunRecord, _ outlook: RunOutlook, _ columns: Int
  ) -> [StyledText] {
    let lines = report.runningTask(task, of: run.number, ClockText(zone: zone))
    // What waits for somebody says it in words of its own.
    guard !task.isWaiting, let startedAt = task.startedAt, let first = lines.first else { return lines }
    let elapsed = ElapsedTime(since: startedAt, to: now).words(of: outlook.tasks[task.name])
    // The line says how long the step has taken.
    return [appearance.spread(first, ["task \(elapsed)", elapsed], width: columns)] + lines.dropFirst()
  }
}
