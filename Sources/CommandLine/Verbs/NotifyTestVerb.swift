import Catalog
import Notification
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint notify test CHANNEL`: does a message arrive?
struct NotifyTestVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let coordination = try context.loadSchedules().coordination
    let name = context.invocation.argument(.channel) ?? ""
    guard let channel = coordination.channels.first(where: { $0.name == name }) else {
      let names = coordination.channelNames.joined(separator: ", ")
      throw CommandFailure(
        "there is no channel \(TypedWord.quoted(name))",
        hint: names.isEmpty ? "maintenance_coordination has no channels" : "there is \(names)", exitCode: .notFound)
    }
    let writing = try StateWriting(context)
    let supervisor = try writing.supervisor()
    let courier = TestDelivery(supervisor: supervisor, coordination: coordination)
    let message = message(through: name)
    if let problem = courier.problem(delivering: Self.delivered(message), by: channel) {
      throw CommandFailure(
        "the channel \(name) did not take the message: \(TypedWord.harmless(problem))", exitCode: .failed)
    }
    context.output.write("the channel \(name) has taken the message; look whether it arrived\n")
    if isSilent(name, writing.state) {
      // Else it would count as deaf until there is news.
      let log = try writing.openLog()
      try writing.logged { () throws(RunLogFailure) in try log.noteTested(message) }
    }
    return .success
  }

  /// Closed again before it is opened for writing. Nothing is to be noted in a log that cannot be read.
  private func isSilent(_ channel: String, _ state: String) -> Bool {
    guard let log = try? RunLog.open(state: state, access: .readOnly) else { return false }
    log.owner = context.outboxOwner
    return (try? log.isSilent(channel)) ?? false
  }

  private func message(through channel: String) -> NewMessage {
    let now = SystemClock.wall()
    let by = LoginUser.current(context).name
    return NewMessage(
      key: "test-\(OwnProcess.identity.pid)-\(now.microseconds)", at: now, level: .info,
      kind: .completionNotifications, subject: "a test message of maint",
      text: "\(by) has asked maint to send this. Nothing is to be done.\n", channels: [channel])
  }

  /// Beside the run log: without a head of its chain.
  private static func delivered(_ message: NewMessage) -> OutboxMessage {
    OutboxMessage(
      number: 0, key: message.key, at: message.at, level: message.level, kind: message.kind, subject: message.subject,
      text: message.text, head: "")
  }
}
