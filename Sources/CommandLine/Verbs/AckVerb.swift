import Reporting
import RunLog

/// `maint ack MESSAGE`: somebody looks after it.
struct AckVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let text = context.invocation.argument(.message) ?? ""
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let now = SystemClock.wall()
    let word = try writing.logged { () throws(RunLogFailure) -> MessageRecord.Word? in
      guard let number = Int(text) else { return nil }
      return try log.acknowledge(number, by: log.actor, note: context.invocation.value(.note), at: now)
    }
    guard let word else {
      throw CommandFailure(
        "there is no message \(TypedWord.quoted(text))", hint: "'maint notify list' lists them", exitCode: .notFound)
    }
    let isNew = word.at == now
    let incident = try writing.logged { () throws(RunLogFailure) in try log.incident(ofMessage: Int(text) ?? 0) }
    let also = isNew ? incident.map { "; so is incident \($0)" } ?? "" : ""
    context.output.write(
      isNew
        ? "message \(text) is acknowledged by \(word.by): nobody is reminded of it, and no others are told\(also)\n"
        : "message \(text) was acknowledged by \(word.by) \(context.zone.minute(word.at))\n")
    return .success
  }
}
