import Reporting
import RunLog
import Scheduling

/// `maint window open --for 2h --reason TEXT`: changes may start for a while, whatever windows and freezes say.
struct WindowOpenVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let text = context.invocation.value(.for) ?? ""
    guard let length = DurationText.parse(text), length > .zero else {
      throw CommandFailure(
        "\(TypedWord.quoted(text)) is no time to be open", hint: "write it as 30m or 2h", exitCode: .usage)
    }
    let override = try WindowGrant.granted(context)
    let writing = try StateWriting(context)
    let log = try writing.makeLog()
    let now = SystemClock.wall()
    let end = now + length
    let number = try writing.logged { () throws(RunLogFailure) in try log.openWindow(override, from: now, to: end) }
    context.output.write(
      "exception \(number): changes may start until \(context.zone.minute(end, on: now)), whatever windows and freezes "
        + "say; 'maint window close' ends it\n")
    return .success
  }
}
