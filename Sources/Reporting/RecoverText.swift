import RunLog

/// The command that takes back what a run left half-done, as it can be typed.
package enum RecoverText {
  static func command(_ run: Int) -> String { "maint recover \(run)" }

  /// Of a rollback that is tried again only where its run is named.
  package static func failedRollback(of task: UnresolvedRunbook) -> String {
    "run \(task.run)'s rollback of \(task.task) failed: \(command(task.run)) tries it again, "
      + "or put it right and \(ResolveText.command(task.run))"
  }

  /// What to do about a task that left its runbook refused.
  package static func mending(_ run: Int, isInterrupted: Bool) -> String {
    if isInterrupted { return "\(command(run)) takes back what was left half-done" }
    return
      "maint show \(run), mend what kept it from being rolled back, then \(command(run)); or mend the host by hand, "
      + "then \(ResolveText.command(run))"
  }
}
