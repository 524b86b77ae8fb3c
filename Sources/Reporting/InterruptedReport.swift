import Execution
import RunLog

/// What is said of runs that maint was killed under.
package enum InterruptedReport {
  /// For standard error, when it is found: what was open, and whether a human is needed.
  package static func text(_ run: InterruptedRun, _ command: CommandText) -> String {
    var lines = ["maint: run \(run.run) was interrupted: maint ended before it did"]
    for task in run.openTasks {
      let stage = task.stage.map { "in its \($0.rawValue) stage" } ?? "before its first step"
      let meaning =
        switch task.confirmation.map(\.verdict) {
        case .confirmed??: "it was confirmed, so the change stays"
        case .expired??, .some(nil): "it waited for a confirmation, for which it is too late now"
        case nil: task.changeIntended ? "it may be half-done" : "nothing was touched"
        }
      lines.append("  \(task.name) \(stage); \(meaning)")
    }
    for survivor in run.survivors {
      lines.append(
        "  pid \(survivor.process.pid) of \(survivor.task), step '\(survivor.step)', is still running")
    }
    if !run.openTasks.isEmpty {
      lines.append("hint: \(RecoverText.command(run.run, command)) \(whatRecoverDoes(run.openTasks))")
    }
    return lines.map { HarmlessText.words($0) + "\n" }.joined()
  }

  private static func whatRecoverDoes(_ tasks: [InterruptedRun.OpenTask]) -> String {
    let confirmed = tasks.count { $0.confirmation?.verdict == .confirmed }
    if confirmed == tasks.count { return "ends it, and the change stays" }
    let kept = confirmed == 0 ? "" : "; what was confirmed stays"
    return "ends what still runs and takes back what was left half-done\(kept)"
  }

  /// Why a runbook is refused; `RunEnding` says what to do.
  package static func refusal(_ entry: UnresolvedRunbook) -> String { "\(Refusal.doubt(run: entry.run))" }

  /// Why a runbook is refused that backs up what a run has left half-changed.
  package static func refusal(path: String, run: Int) -> String { "\(Refusal.path(path, run: run))" }

  /// Why a runbook is refused while a step of it still runs, and the command that ends the step.
  package static func refusal(_ survivor: Survivor) -> String {
    "\(Refusal.survivor(run: survivor.run, pid: survivor.process.pid, step: survivor.step))"
  }
}
