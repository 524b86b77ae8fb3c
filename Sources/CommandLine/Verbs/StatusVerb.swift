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
    let report = try StatusReading(context, try LogReading(context), channels: channels)
      .wholeReport(at: SystemClock.wall(), project)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    switch report.verdict {
    case .fine, .noRuns: return .success
    case .attention, .noRunLog: return .failed
    case .humanNeeded: return .humanNeeded
    }
  }
}
