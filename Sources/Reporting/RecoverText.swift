import RunLog

/// The command that takes back what a run left half-done, as it can be typed.
package enum RecoverText {
  static func command(_ run: Int, _ command: CommandText) -> String { command("recover \(run)") }

  /// Of a rollback that is tried again only where its run is named.
  package static func failedRollback(of task: UnresolvedRunbook, _ command: CommandText) -> String {
    "run \(task.run)'s rollback of \(task.task) failed: \(self.command(task.run, command)) tries it again, "
      + "or put it right and \(ResolveText.command(task.run, command))"
  }

  /// What to do about a task that left its runbook refused.
  package static func mending(_ run: Int, isInterrupted: Bool, _ command: CommandText) -> String {
    if isInterrupted { return "\(self.command(run, command)) takes back what was left half-done" }
    return
      "\(command("show \(run)")), mend what kept it from being rolled back, then \(self.command(run, command)); "
      + "or mend the host by hand, then \(ResolveText.command(run, command))"
  }
}
