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
    let noticed = NoticedOpening(
      window: window, opening: opening, tasks: (1...22).map { TaskName(tier: .weekly, name: "t\($0)") })
    let message = try #require(desk().notice(of: noticed, now: Self.at))
    #expect(message.key == desk().noticeKeys(of: noticed) && message.key.hasSuffix("\(opening.start.seconds)"))
    #expect(message.text.contains("The host may be changed meanwhile.\nIts tasks:\n  weekly.t1\n  weekly.t2\n"))
    #expect(message.text.hasSuffix("  weekly.t20\n  … and 2 more\n"))
    // Two projects of a host may have a window of the same name.
    let keys = ["/etc/maint", "/srv/maint"].map {
      NewsDesk(Coordination(), host: "a", project: $0, zone: .utc).noticeKeys(of: noticed)
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
        message(7 + count, count == 0 ? level : .critical), first: message(7, level), told: told, escalations: count)
      return desk().escalation(of: waiting, now: Self.at + .seconds(60))
    }
    let first = try #require(escalation(.critical, told: ["sms", "mail"], 0))
    #expect(first.channels == ["mail", "sms"] && first.escalates == 7)
    #expect(first.subject == "not acknowledged: number 7" && first.text.hasSuffix(":\n\nLook.\n"))
    #expect(escalation(.critical, told: ["sms", "mail"], 8)?.subject == first.subject)
    #expect(escalation(.critical, told: ["sms", "mail"], 9) == nil)
    #expect(escalation(.warning, told: ["mail"], 0)?.channels == ["sms", "mail"])
    #expect(escalation(.warning, told: ["mail", "sms"], 1) == nil)
  }

  /// Whoever is told of warnings alone hears of them beside what is critical, and which is which.
  @Test func eachLevelHasItsChannelsTold() throws {
    var coordination = Coordination()
    let email = Channel.Medium.email(Channel.Email(to: ["ops@example.org"]))
    coordination.channels = ["mail", "sms", "both"].map { Channel(name: $0, medium: email) }
    coordination.alerts = [.critical: ["sms", "both"], .warning: ["mail", "both"]]
    let desk = NewsDesk(coordination, host: "web1", zone: .utc)
    let messages = desk.messages(.failing([failing(1), failing(2, .critical)], at: Self.at))
    #expect(messages.map(\.channels) == [["sms", "both"], ["mail"]])
    #expect(messages.map { $0.tasks.map(\.name) } == [["daily.t1", "daily.t2"], ["daily.t1"]])
    #expect(messages.map(\.level) == [.critical, .warning] && messages[0].key != messages[1].key)
    #expect(messages[0].text.contains("warning: daily.t1 failed") && messages[0].text.contains("critical: daily.t2"))
    #expect(desk.messages(.failing([failing(1), failing(2)], at: Self.at)).count == 1)
  }

  /// At two in the morning this is all that whoever is woken has.
  @Test func aFailureSaysWhatItPrintedAndWhatComesNext() throws {
    var task = failing(1)
    task.lines = ["HTTP 502 from \u{1B}[31mshop\u{1B}[0m", "a\u{202E}b\rc"]
    task.next = .from(Self.at + .seconds(3_600))
    let command = MessageCommand(prefix: "sudo ", folders: " -C /p")
    let desk = NewsDesk(Coordination(), host: "a", command: command, zone: .utc)
    func told(_ news: News) throws -> NewMessage { try #require(desk.messages(news).first) }
    let first = try told(.failing([task], at: Self.at))
    #expect(
      first.text == """
        daily.t1 failed and was rolled back (run 12): change.1 exited with 4
          | HTTP 502 from shop
          | ab c
          It is tried again from \(Zone.utc.minute(Self.at + .seconds(3_600))) on, by run --due.
        Read more: sudo maint show 12 -C /p
        All that it printed: sudo maint output 12 daily.t1 -C /p

        """)
    // Each by itself has all of it.
    #expect(first.tasks.map(\.text) == [first.text] && first.tasks[0].summary.hasSuffix("change.1 exited with 4"))
    task.next = .whenDue(Self.at + .seconds(86_400))
    let day = Zone.utc.minute(Self.at + .seconds(86_400))
    #expect(
      try told(.failing([task], at: Self.at)).text.contains(
        "\n  Nothing tries it again before \(day), when it is due. At once: sudo maint run daily.t1 -C /p\n"))
    task.next = .givenUp(GivenUp(until: Self.at + .seconds(7_200), since: Self.at, text: "daily.t1 is given up, as so"))
    let end = Zone.utc.minute(Self.at + .seconds(7_200))
    #expect(
      try told(.failing([task], at: Self.at)).subject == "daily.t1 failed and was rolled back, given up until \(end)")
    let givenUp = try told(.givenUp([task], at: Self.at))
    #expect(
      givenUp.subject == "daily.t1 is given up until \(end)"
        && givenUp.text.hasPrefix("daily.t1 is given up, as so\n  |"))
    #expect(givenUp.tasks.map(\.since) == [Self.at] && givenUp.outcome == "rolled_back")
    task.doubt = FailingTask.Doubt(run: 7, outcome: .rollbackFailed)
    let human = try told(.stillFailing([task], at: Self.at))
    #expect(human.subject == "NEEDS A HUMAN: daily.t1 failed and was rolled back")
    #expect(human.text.contains("then roll back again: sudo maint recover 7 -C /p\n"))
    #expect(human.text.contains("by hand, then: sudo maint resolve 7 --note 'what was done' -C /p\n"))
    #expect(
      try told(.failing([failing(2), task], at: Self.at)).subject
        == "NEEDS A HUMAN: daily.t1 (2 tasks fail: daily.t2, daily.t1)")
  }

  @Test func severalAlertsOfAKindAreOneMessage() throws {
    let alerts = (1...5).map { number in
      Alert(
        at: Self.at, level: .warning, kind: .missedWindow, task: TaskName(tier: .daily, name: "t\(number)"),
        text: "daily.t\(number) missed it")
    }
    let messages = desk().messages(.alerts(alerts))
    let message = try #require(messages.first)
    #expect(messages.count == 1 && message.tasks.count == 5 && message.outcome == nil)
    #expect(message.subject == "5 tasks missed their window: daily.t1, daily.t2, daily.t3, …")
    #expect(message.text.hasSuffix("daily.t5 missed it\n"))
    #expect(desk().messages(.alerts([alerts[0]])).first?.subject == "daily.t1 missed it")
  }

  /// Of two tasks one is well again since: of that, nobody is told any more.
  @Test func onlyWhatFailsStillGoesUp() throws {
    func message(_ number: Int, _ tasks: [NewMessage.Task]) -> OutboxMessage {
      OutboxMessage(
        number: number, key: "\(number)", at: Self.at, level: .critical, kind: .issueEscalation, outcome: "failed",
        subject: "2 tasks fail", text: "a\nb\n", head: "0", tasks: tasks)
    }
    let tasks = [("daily.a", MaintenanceTask.AlertLevel.critical), ("daily.b", .critical)].map {
      NewMessage.Task(name: $0.0, level: $0.1, since: Self.at, text: "\($0.0) failed")
    }
    var waiting = Unacknowledged(message(1, [tasks[1]]), first: message(1, tasks), told: ["sms"])
    var left = FailingTask(task: "daily.b", run: 12, since: Self.at, outcome: .rollbackFailed, level: .critical)
    left.lines = ["disk full"]
    left.doubt = FailingTask.Doubt(run: 12, outcome: .rollbackFailed)
    waiting.failing = [left]
    let next = try #require(desk().escalation(of: waiting, now: Self.at + .seconds(60)))
    #expect(next.subject == "not acknowledged: NEEDS A HUMAN: daily.b failed and could not be rolled back")
    for words in [
      "  | disk full\n", "  NEEDS A HUMAN: the host may be half changed", "roll back again: maint recover 12\n",
      "then: maint resolve 12 --note", "\nRead more: maint show 12\nAll that it printed: maint output 12 daily.b\n",
      "\nWhat else message 1 told of is over, or looked after.\n",
    ] {
      #expect(next.text.contains(words), "\(next.text)")
    }
    #expect(!next.text.contains("daily.a"))
    #expect(next.tasks.map(\.name) == ["daily.b"] && next.outcome == "failed")
  }

  /// Who hears of it days later is not told that it is tried again then.
  @Test func whatGoesUpIsToldAsItIsByThen() throws {
    var task = FailingTask(task: "daily.a", run: 12, since: Self.at, outcome: .failed, level: .critical)
    task.next = .from(Self.at + .seconds(3_600))
    let told = try #require(desk().messages(.failing([task], at: Self.at)).first)
    var first = OutboxMessage(
      number: 1, key: "1", at: Self.at, level: .critical, kind: .issueEscalation, outcome: "failed",
      subject: told.subject, text: told.text, head: "0", tasks: told.tasks)
    first.isOpen = true
    var waiting = Unacknowledged(first, first: first, told: ["sms"])
    let end = Self.at + .seconds(200_000)
    (task.run, task.next) = (14, .givenUp(GivenUp(until: end, since: Self.at, text: "daily.a is given up, as so")))
    waiting.failing = [task]
    let next = try #require(desk().escalation(of: waiting, now: Self.at + .seconds(100_000)))
    #expect(next.subject == "not acknowledged: daily.a failed, given up until \(Zone.utc.minute(end))")
    #expect(told.text.contains("It is tried again from ") && !next.text.contains("tried again"), "\(next.text)")
    #expect(next.text.contains("(run 14, since ") && next.text.contains("\n  daily.a is given up, as so.\n"))
    #expect(next.tasks.map(\.text).allSatisfy { $0.contains("is given up, as so.") })
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
