import Reporting
import RunLog

/// `maint window close`: ends what `maint window open` began.
struct WindowCloseVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let now = SystemClock.wall()
    let closed = try writing.logged { () throws(RunLogFailure) in
      try log.closeWindows(by: log.actor, at: now)
    }
    if closed.isEmpty {
      context.output.write("nothing was open: windows and freezes hold already\n")
      return .success
    }
    for record in closed {
      let end = record.end.map { ", which lasted until \(context.zone.minute($0, on: now))" } ?? ""
      context.output.write("exception \(record.number)\(end), is closed: windows and freezes hold again\n")
    }
    return .success
  }
}
