import Reporting
import RunLog

/// `maint runlog maintain`: thins old samples and puts the run log in order.
struct RunlogMaintainVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let isDryRun = context.invocation.has(.dryRun)
    let now = SystemClock.wall()
    let result: MaintenanceResult
    if isDryRun {
      let state = try context.folders.state()
      result = try context.withRunLogFile { () throws(RunLogFailure) in
        try RunLog.open(state: state, access: .readOnly).maintenanceToDo(now: now)
      }
    } else {
      let log = try context.openRunLogFile()
      result = try context.withRunLogFile { () throws(RunLogFailure) in try log.maintain(now: now) }
    }
    let report = RunLogMaintenanceReport(result, isDryRun: isDryRun)
    context.output.write(context.isJSON ? report.json : report.text)
    return .success
  }
}
