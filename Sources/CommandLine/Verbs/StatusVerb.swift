import Glibc
import Reporting
import RunLog
import Scheduling

/// `maint status`: is this host fine?
struct StatusVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let report = try report(now: now)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    switch report.verdict {
    case .fine, .noRuns: return .success
    case .attention, .noRunLog: return .failed
    case .humanNeeded: return .humanNeeded
    }
  }

  private func report(now: Timestamp) throws(CommandFailure) -> StatusReport {
    let reading = try LogReading(context)
    let status = try reading { log throws(RunLogFailure) in try log.status(now: now) }
    guard let status else { return StatusReport(at: now, NoRunLog(folder: reading.state)) }
    var report = StatusReport(
      status: status, alive: LogReading.alive(status.running), survivors: try reading.survivors())
    report.backups = BackupSearch.backups(of: report.tasksInDoubt, state: reading.state)
    report.stateOption = try context.folders.stateOption()
    return report
  }
}
