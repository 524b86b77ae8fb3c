import Glibc
import Reporting

/// `maint show [RUN]`: one run as a tree.
struct ShowVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let run = try LogReading(context).run(context)
    let report = RunReport(run: run, isAlive: !LogReading.alive([run]).isEmpty)
    let text = report.text(
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone, now: SystemClock.wall())
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
