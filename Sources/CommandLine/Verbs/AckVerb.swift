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
    try refuseWithoutNeed(text, log, writing)
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
    writing.publish(log)
    return .success
  }

  /// Whoever mistypes the number must not believe that the alarm is seen to.
  private func refuseWithoutNeed(_ text: String, _ log: RunLog, _ writing: StateWriting) throws(CommandFailure) {
    guard let number = Int(text), try !writing.logged({ () throws(RunLogFailure) in try log.takesWord(number) }) else {
      return
    }
    throw CommandFailure(
      "nothing waits for a word about message \(number)",
      hint: NextCommand(context)("notify list") + " says which messages are not acknowledged", exitCode: .notFound)
  }
}
