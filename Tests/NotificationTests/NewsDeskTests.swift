import Catalog
import Execution
import RunLog
import Scheduling
import Testing

@testable import Notification

/// What is said of what happened, and to whom.
@Suite struct NewsDeskTests {
  private static let at = Timestamp(seconds: 1_795_343_240)

  private func desk(changes: Bool = true) -> NewsDesk {
    var coordination = Coordination()
    let email = Channel.Medium.email(Channel.Email(to: ["ops@example.org"]))
    coordination.channels = ["mail", "chat", "sms"].map { Channel(name: $0, medium: email) }
    coordination.channels.append(Channel(name: "beat", medium: .ping(.text("http://127.0.0.1/"))))
    coordination.alerts = [.critical: ["sms", "mail"], .warning: ["mail"]]
    coordination.stakeholders = [
      Stakeholder(name: "dev", channels: ["chat"], gets: [.maintenanceNotifications, .progressUpdates])
    ]
    return NewsDesk(
      coordination, host: "web 1", zone: .utc, levels: ["daily.a": .critical],
      run: RunFacts(title: "daily", tasks: 8, changesSomething: changes))
  }

  private func failing(_ number: Int, _ level: MaintenanceTask.AlertLevel = .warning) -> FailingTask {
    FailingTask(
      task: "daily.t\(number)", run: 12, since: Self.at, outcome: .rolledBack, reason: "change.1 exited with 4",
      level: level)
  }

  @Test func fiftyFailingTasksAreOneMessage() throws {
    let messages = desk().messages(.failing((1...50).map { failing($0, $0 == 7 ? .critical : .warning) }, at: Self.at))
    let message = try #require(messages.first)
    #expect(messages.count == 1 && message.tasks.count == 50)
    #expect(message.level == .critical && message.channels == ["sms", "mail"])
    #expect(message.subject == "50 tasks fail: daily.t1, daily.t2, daily.t3, …")
    #expect(message.text.contains("daily.t50 failed and was rolled back (run 12): change.1 exited with 4\n"))
    #expect(message.key.hasPrefix("web_1-run12-failing-"))
  }

  @Test func aRunIsToldOfWhereItChangesSomething() {
    let begun = desk().messages(.runBegun(run: 12, at: Self.at))
    #expect(begun.map(\.channels) == [["beat"], ["chat"]])
    #expect(begun.last?.kind == .maintenanceNotifications && begun.last?.level == .info)
    #expect(desk(changes: false).messages(.runBegun(run: 12, at: Self.at)).map(\.channels) == [["beat"]])
    #expect(desk().messages(.runProgressed(run: 12, ended: 4, at: Self.at)).map(\.channels) == [["chat"]])
    let ended = desk().messages(.runEnded(run: 12, outcome: .failed, recoveries: 0, hasBegun: true, at: Self.at))
    #expect(ended.first?.level == .warning && ended.first?.channels == ["beat"])
    // Nobody gets it, and who posts it leaves it out.
    #expect(ended.last?.channels == [])
    let recovered = desk().messages(.runEnded(run: 12, outcome: .failed, recoveries: 1, hasBegun: true, at: Self.at))
    #expect(Set(ended.map(\.key)).isDisjoint(with: recovered.map(\.key)))
    func waited(_ outcome: RunOutcome) -> [NewMessage] {
      desk().messages(.runEnded(run: 12, outcome: outcome, recoveries: 0, hasBegun: false, at: Self.at))
    }
    #expect(waited(.notNow).isEmpty)
    #expect(waited(.failed).map(\.channels) == [["beat"]] && waited(.failed)[0].level == .warning)
  }

  @Test func whatIsWellAgainGoesTheSameWay() throws {
    let news = [News.wellAgain([failing(1, .critical)], at: Self.at + .seconds(60)), .gone([failing(1)], at: Self.at)]
    let messages = news.flatMap { desk().messages($0) }
    let message = try #require(messages.first)
    // To those who had the alarm, and as none.
    #expect(message.channels == ["sms", "mail"] && message.subject == "well again: daily.t1")
    #expect(messages.map(\.level) == [.info, .info] && messages[1].channels == ["mail"])
    #expect(message.tasks.first?.level == .critical)
    #expect(message.tasks.first?.wellAt == Self.at + .seconds(60))
  }

  @Test func aWindowIsAnnouncedByItsOpening() throws {
    let window = Window(
      name: "weekly", days: Window.Days([.weekday(.sunday)]), hours: try #require(.parse("02:00-04:00")))
    let opening = try #require(window.opening(after: Self.at, in: .utc))
    let message = desk().notice(of: window, opening: opening, now: Self.at)
    #expect(
      message.key == desk().noticeKey(of: window, opening: opening) && message.key.hasSuffix("\(opening.start.seconds)")
    )
    // Two projects of a host may have a window of the same name.
    let keys = ["/etc/maint", "/srv/maint"].map {
      NewsDesk(Coordination(), host: "a", project: $0, zone: .utc).noticeKey(of: window, opening: opening)
    }
    #expect(keys[0] != keys[1])
    #expect(message.subject.contains("'weekly' opens 2026-11-29 02:00 UTC") && message.channels == ["chat"])
  }

  @Test func whatIsCriticalIsToldAgainNineTimes() throws {
    func message(_ number: Int, _ level: MaintenanceTask.AlertLevel) -> OutboxMessage {
      OutboxMessage(
        number: number, key: "\(number)", at: Self.at, level: level, kind: .issueEscalation, run: 12,
        subject: "number \(number)", text: "Look.\n", head: "0")
    }
    func escalation(_ level: MaintenanceTask.AlertLevel, told: Set<String>, _ count: Int) -> NewMessage? {
      let waiting = Unacknowledged(
        message(7 + count, .critical), first: message(7, level), told: told, escalations: count)
      return desk().escalation(of: waiting, now: Self.at + .seconds(60))
    }
    let first = try #require(escalation(.critical, told: ["sms", "mail"], 0))
    #expect(first.channels == ["mail", "sms"] && first.escalates == 7)
    #expect(first.subject == "not acknowledged: number 7" && first.text.hasSuffix(":\n\nLook.\n"))
    #expect(escalation(.critical, told: ["sms", "mail"], 8)?.subject == first.subject)
    #expect(escalation(.critical, told: ["sms", "mail"], 9) == nil)
    #expect(escalation(.warning, told: ["mail"], 0)?.channels == ["sms"])
    #expect(escalation(.warning, told: ["mail", "sms"], 1) == nil)
  }

  @Test func whatTakesLongIsToldToWhoIsWarned() throws {
    let message = try #require(
      desk().messages(.overran(task: "daily.a", run: 12, usual: .seconds(90), at: Self.at)).first)
    #expect(message.subject == "daily.a takes longer than usual" && message.channels == ["chat", "mail"])
    #expect(message.text.contains("no longer than 1m30s"))
  }

  @Test func withoutChannelsNobodyIsTold() {
    #expect(NewsDesk(Coordination(), host: "a", zone: .utc).announcer == nil)
    #expect(desk().announcer?.level("daily.a") == .critical && desk().announcer?.level("daily.b") == .warning)
  }
}
