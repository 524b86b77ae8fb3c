import Reporting
import RunLog

/// `maint ack MESSAGE`: somebody looks after it.
struct AckVerb {
  private static let tasksNamed = 5

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let text = context.invocation.argument(.message) ?? ""
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let now = SystemClock.wall()
    try refuseWithoutNeed(text, log, writing)
    let incidents = try writing.logged { () throws(RunLogFailure) in try log.incidents(ofMessage: Int(text) ?? 0) }
    let earlier = try writing.logged { () throws(RunLogFailure) in try log.word(on: Int(text) ?? 0) }
    let word = try writing.logged { () throws(RunLogFailure) -> MessageRecord.Word? in
      guard let number = Int(text) else { return nil }
      return try log.acknowledge(number, by: log.actor, note: context.invocation.value(.note), at: now)
    }
    guard let word else {
      throw CommandFailure(
        "there is no message \(TypedWord.quoted(text))", hint: "'maint notify list' lists them", exitCode: .notFound)
    }
    let isNew = word.at == now
    context.output.write(TypedWord.harmless(words(text, word, isNew, earlier, incidents)) + "\n")
    for (number, tasks) in try writing.logged({ () throws(RunLogFailure) in try log.stillOpen(besides: Int(text) ?? 0) }
    ) {
      let names = TypedWord.harmless(tasks.prefix(Self.tasksNamed).joined(separator: ", "))
      let more = tasks.count > Self.tasksNamed ? " and \(tasks.count - Self.tasksNamed) more" : ""
      context.output.write(
        "nobody has said that they look after \(names)\(more): \(NextCommand(context)("ack \(number)"))\n")
    }
    writing.publish(log)
    return .success
  }

  private func words(
    _ number: String, _ word: MessageRecord.Word, _ isNew: Bool, _ earlier: MessageRecord.Word?, _ incidents: [Int]
  ) -> String {
    guard isNew else { return "message \(number) was acknowledged by \(word.by) \(context.zone.minute(word.at))" }
    if let earlier {
      let at = context.zone.minute(earlier.at)
      return "message \(number) is acknowledged by \(word.by) now, and the note is kept; "
        + "before that by \(earlier.by) \(at)"
    }
    let also = incidents.map { "; so is incident \($0)" }.joined()
    return "message \(number) is acknowledged by \(word.by): nobody is reminded of it, and no others are told\(also)"
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
