import Glibc
import Planning
import Reporting

/// `maint graph TARGET…`: the plan's tasks and what they need, as a drawing.
struct GraphVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let plan = try PlanVerb.plan(context, now: SystemClock.wall())
    let format = context.invocation.value(.format).flatMap(GraphReport.Format.init) ?? .text
    context.output.write(GraphReport(plan, appearance: context.appearance(of: STDOUT_FILENO)).render(format))
    return .success
  }
}
