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
    if let problem = courier.problem(delivering: message, by: channel) {
      throw CommandFailure(
        "the channel \(name) did not take the message: \(TypedWord.harmless(problem))", exitCode: .failed)
    }
    context.output.write("the channel \(name) has taken the message; look whether it arrived\n")
    return .success
  }

  /// Beside the run log: without a head of its chain.
  private var message: OutboxMessage {
    let now = SystemClock.wall()
    let by = LoginUser.current(context).name
    return OutboxMessage(
      number: 0, key: "test-\(OwnProcess.identity.pid)-\(now.microseconds)", at: now, level: .info,
      kind: .completionNotifications, subject: "a test message of maint",
      text: "\(by) has asked maint to send this. Nothing is to be done.\n", head: "")
  }
}
