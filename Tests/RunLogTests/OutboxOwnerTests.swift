import Catalog
import Execution
import Scheduling
import Testing

@testable import RunLog

/// Two projects that have one run log: each tells its own people of its own tasks.
@Suite struct OutboxOwnerTests {
  private let folder = TemporaryFolder()

  private func open(_ project: String, isSame: @escaping @Sendable (String) -> Bool = { _ in false }) throws -> RunLog {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    log.owner = OutboxOwner(project: project, isSame: isSame)
    log.announcer = Announcer(remindEvery: .seconds(100), level: { _ in .warning }) { news in
      guard case .failing(let tasks, let at) = news else {
        guard case .stillFailing(let tasks, let at) = news else { return [] }
        return [Self.message("reminder of \(tasks.map(\.task).joined(separator: " "))", at: at)]
      }
      return [Self.message("failing \(tasks.map(\.task).joined(separator: " "))", at: at)]
    }
    return log
  }

  private static func message(_ subject: String, at: Timestamp) -> NewMessage {
    NewMessage(
      key: "\(subject) at \(at)", at: at, level: .warning, kind: .issueEscalation, subject: subject, text: "",
      channels: ["mail"])
  }

  private func waiting(_ log: RunLog) throws -> [String] {
    try log.waitingMessages(channel: "mail", limit: 9).map(\.message.subject)
  }

  @Test func aChannelDeliversWhatIsOfItsProject() throws {
    let (shop, wiki) = (try open("/shop"), try open("/wiki"))
    for (log, subject) in [(shop, "a"), (wiki, "b"), (shop, "c")] {
      #expect(try log.post(Self.message(subject, at: Fixture.time(1))))
    }
    #expect(try waiting(shop) == ["a", "c"] && waiting(wiki) == ["b"])
    #expect(try shop.waitingChannels().map(\.message) == [1] && wiki.waitingChannels().map(\.message) == [2])
    #expect(try shop.waitingDeliveries() == 2 && wiki.waitingDeliveries() == 1)
    // What the one cannot use is not the other's to give up.
    #expect(try wiki.giveUp(channel: "mail", before: Fixture.time(9), error: "gone", at: Fixture.time(9)) == 1)
    #expect(try waiting(shop) == ["a", "c"] && waiting(wiki) == [])
    #expect(try shop.undelivered(since: Fixture.time(0)) == [] && wiki.undelivered(since: Fixture.time(0)).count == 1)
    // A process without a project has to do with all.
    #expect(try RunLog.open(state: folder.state, access: .readWrite).waitingDeliveries() == 2)
  }

  @Test func aProjectIsTheSameByAnotherPath() throws {
    #expect(try open("/shop").post(Self.message("a", at: Fixture.time(1))))
    #expect(try waiting(open("/current", isSame: { $0 == "/shop" })) == ["a"])
  }

  @Test func whatIsOfNoProjectIsEverybodys() throws {
    #expect(try open("").post(Self.message("a", at: Fixture.time(1))))
    #expect(try waiting(open("/shop")) == ["a"] && waiting(open("/wiki")) == ["a"])
  }

  /// Who else would tell what is left of a project that was moved? But two deliver it never at once.
  @Test func whatIsOfAProjectThatIsGoneIsEverybodys() throws {
    let (shop, wiki) = (try open("/shop"), try open("/wiki"))
    #expect(try shop.post(Self.message("a", at: Fixture.time(1))) && wiki.post(Self.message("b", at: Fixture.time(1))))
    wiki.owner = OutboxOwner(project: "/wiki", isSame: { _ in false }, isGone: { $0 == "/shop" })
    #expect(try waiting(wiki) == ["a", "b"])
    for (part, subject) in [(OutboxOwner.Part.own, "b"), (.everybodys, "a")] {
      wiki.owner.part = part
      #expect(try waiting(wiki) == [subject])
    }
  }

  @Test func remindersAndEscalationsAreOfTheOwnTasks() throws {
    let (shop, wiki) = (try open(Fixture.header.project), try open("/wiki"))
    try shop.record("daily.a", .failed, to: 10_000_000)
    #expect(try waiting(shop) == ["failing daily.a"])
    let later = Fixture.time(500_000_000)
    #expect(try wiki.messageMarks() == MessageMarks(hasUntold: false))
    try wiki.announceFailures(now: later)
    try wiki.escalate(after: .seconds(1), now: later) { _ in Self.message("escalated", at: later) }
    #expect(try waiting(wiki) == [])
    #expect(try shop.messageMarks().toldAt != nil)
    try shop.announceFailures(now: later)
    #expect(try waiting(shop) == ["failing daily.a", "reminder of daily.a"])
  }
}
