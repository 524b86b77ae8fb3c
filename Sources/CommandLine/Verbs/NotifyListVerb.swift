import Glibc
import Reporting
import RunLog

/// `maint notify list`: what people were told, and what became of it.
struct NotifyListVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let invocation = context.invocation
    let reading = try LogReading(context)
    let limit = invocation.number(.limit) ?? Option.runsListed
    let found = try reading { log throws(RunLogFailure) in
      try log.messages(isWaiting: invocation.has(.waiting), limit: limit)
    }
    let report = MessageListReport(
      messages: found ?? [], isWaiting: invocation.has(.waiting), command: NextCommand(context).text)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
