import Execution
import RunLog

/// What is said of runs that maint was killed under.
package enum InterruptedReport {
  /// For standard error, when the next run finds it: what was open, and whether a human is needed.
  package static func text(_ run: InterruptedRun) -> String {
    var lines = ["maint: run \(run.run) was interrupted: maint ended before it did"]
    for task in run.openTasks {
      let stage = task.stage.map { "in its \($0.rawValue) stage" } ?? "before its first step"
      let meaning =
        task.changeIntended
        ? "it may be half-done: look at 'maint show \(run.run)', then 'maint resolve \(run.run)'"
        : "nothing was touched"
      lines.append("  \(task.name) \(stage); \(meaning)")
    }
    for left in run.leftProcesses {
      lines.append("  pid \(left.process.pid) of \(left.task), step '\(left.step)', is still running")
    }
    return lines.map { HarmlessText.words($0) + "\n" }.joined()
  }

  /// Why a runbook is refused, and what to do.
  package static func refusal(_ entry: UnresolvedRunbook) -> String {
    "\(entry.task) of run \(entry.run) \(entry.outcome.words) and nobody has looked after it since: see "
      + "'maint show \(entry.run)', put right what it left, then 'maint resolve \(entry.run) --reason …'"
  }
}
