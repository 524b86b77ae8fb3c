import Planning
import Reporting
import RunLog

/// Why a runbook must not be run: an earlier run may have left it half-done.
///
/// Looks anew each time: another maint may have been killed, or have failed to roll back, since this run began. On doubt the
/// answer is no.
struct RunbookRefusal {
  let log: RunLog
  let plan: Plan

  /// nil: nothing stands against it.
  func reason(of runbook: String) -> String? {
    do throws(RunLogFailure) {
      _ = try log.reconcile(isAlive: OwnProcess.isAlive, now: SystemClock.wall())
      if let survivor = try log.survivors(isAlive: OwnProcess.isAlive).first(where: { $0.runbook == runbook }) {
        return InterruptedReport.refusal(survivor)
      }
      if let unresolved = try log.unresolved().first(where: { $0.runbook == runbook }) {
        return InterruptedReport.refusal(unresolved)
      }
      let paths = plan.runbooks.first { $0.name == runbook }?.backedUpPaths ?? []
      return try PathsInDoubt(log: log).refusal(of: paths)
    } catch {
      return "whether an earlier run left it half-done could not be read: \(error.message)"
    }
  }
}
