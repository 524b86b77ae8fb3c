import Catalog
import Execution
import Planning
import Reporting
import RunLog
import Supervision

/// `maint recover [RUN]`: takes back what runs left half-done when maint was killed under them.
struct RecoverVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    if context.invocation.has(.dryRun) { return try RecoveryPreview(context: context)() }
    let writing = try StateWriting(context)
    // From here on a signal is an event of the run: the way back is not cut short by one.
    let supervisor = try writing.supervisor()
    let log = try writing.openLog()
    let events = try writing.events()
    let asked = context.invocation.runNumber.map { Int($0) }
    let runs: [Int] =
      if let asked { [asked] } else { try writing.logged { () throws(RunLogFailure) in try log.runsToRecover() } }
    // Those found before: what fails from here on tells so itself.
    let failed =
      try asked != nil
      ? []
      : writing.logged { () throws(RunLogFailure) in try log.unresolved() }
        .filter { $0.outcome == .rollbackFailed }
    var code = ExitCode.success
    var count = 0
    for run in runs {
      let recovery = Recovery(
        run: run, isAsked: asked != nil, writing: writing, log: log, supervisor: supervisor, events: events)
      guard let ended = try recovery() else { continue }
      count += 1
      if code == .success || ended == .humanNeeded { code = ended }
    }
    for task in failed { context.output.write(RecoverText.failedRollback(of: task, NextCommand(context).text) + "\n") }
    if !failed.isEmpty { return .humanNeeded }
    if count == 0 {
      context.output.write(
        asked.map { "nothing of run \($0) is left to recover\n" } ?? "nothing to recover: no run was interrupted\n")
    }
    return code
  }
}
