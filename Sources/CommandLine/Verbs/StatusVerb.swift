import Glibc
import Reporting
import RunLog

/// `maint status`: is this host fine?
struct StatusVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let status = try LogReading(context)() { log throws(RunLogFailure) in try log.status(now: now) }
    let known = status ?? HostStatus(at: now)
    let report = StatusReport(status: known, alive: LogReading.alive(known.running))
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    switch report.verdict {
    case .fine, .noRuns: return .success
    case .attention: return .failed
    case .humanNeeded: return .humanNeeded
    }
  }
}
