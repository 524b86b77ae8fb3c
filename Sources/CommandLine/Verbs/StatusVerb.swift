import Glibc
import Reporting

/// `maint status`: is this host fine?
struct StatusVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    try context.requireNamedProject()
    if context.invocation.has(.watch) { return try StatusWatch(context)() }
    let project = ProjectLook(context)
    let channels = project.catalog?.coordination.channelNames
    let reading = try LogReading(context)
    let report = try StatusReading(context, reading, channels: channels).wholeReport(at: SystemClock.wall(), project)
    reading.log?.leaveOpen()
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    switch report.verdict {
    case .fine, .noRuns: return .success
    case .attention, .noRunLog: return .failed
    case .humanNeeded: return .humanNeeded
    }
  }
}
