import Catalog
import Execution
import RunLog
import Scheduling
import Testing

@testable import Notification

/// What is pasted from a message finds the run log that the message is of.
@Suite struct MessageFoldersTests {
  private static let at = Timestamp(seconds: 1_795_343_240)
  private static let folders = " -C /srv/maint --state '/srv/a b'"
  private static let command = MessageCommand(prefix: "sudo ", folders: folders)

  @Test func eachCommandHasThem() throws {
    var message = OutboxMessage(
      number: 2, key: "k", at: Self.at, level: .warning, kind: .issueEscalation, run: 7, subject: "s", text: "t\n",
      head: "00", waitsForWord: true)
    var letter = Letter(message, host: "web1", command: Self.command)
    #expect(letter.text.contains("look after it: sudo maint ack 2\(Self.folders)\n"))
    #expect(letter.whole == "sudo maint show 7\(Self.folders)")
    message.run = nil
    letter = Letter(message, host: "web1", command: Self.command)
    #expect(letter.whole == "sudo maint notify list --json\(Self.folders)")
  }

  @Test func whatRunsTell() {
    let desk = NewsDesk(
      Coordination(), host: "web1", command: Self.command, zone: .utc,
      run: RunFacts(title: "daily", tasks: 1, changesSomething: true))
    let task = FailingTask(
      task: "daily.a", run: 7, since: Self.at, outcome: .failed, reason: nil, level: .warning)
    let messages =
      desk.messages(.failing([task], at: Self.at))
      + desk.messages(.overran(task: "daily.a", run: 7, usual: .seconds(60), at: Self.at))
      + desk.messages(.runEnded(run: 7, outcome: .succeeded, recoveries: 0, hasBegun: true, at: Self.at))
    #expect(messages.count == 3 && messages.allSatisfy { $0.text.contains(": sudo maint show 7\(Self.folders)\n") })
  }
}
