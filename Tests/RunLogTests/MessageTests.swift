import Catalog
import Execution
import Scheduling
import Testing

@testable import RunLog

/// The outbox: what is posted with which event, and what fails.
@Suite struct MessageTests {
  private let folder = TemporaryFolder()

  private func open() throws -> RunLog {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    log.announcer = Announcer(remindEvery: .seconds(100), level: { $0 == "daily.small" ? .info : .warning }) {
      news in
      let (what, at, tasks): (String, Timestamp, [FailingTask]) =
        switch news {
        case .runBegun, .runProgressed, .runEnded: ("", Fixture.time(0), [])
        case .awaitsConfirmation(let task, let run, _, let at): ("\(task) of \(run) waits", at, [])
        case .overran(let task, let run, _, let at): ("\(task) of \(run) overran", at, [])
        case .failing(let tasks, let at): ("failing", at, tasks)
        case .stillFailing(let tasks, let at): ("reminder", at, tasks)
        case .standing(let tasks, let at): ("standing", at, tasks)
        case .wellAgain(let tasks, let at): ("well", at, tasks)
        case .gone(let tasks, let at): ("gone", at, tasks)
        case .givenUp(let tasks, let at): ("given up", at, tasks)
        case .resolved(let tasks, let word): ("resolved", word.at, tasks)
        case .rolledBack(let tasks, let at): ("rolled back", at, tasks)
        case .takenBack(let tasks, let at): ("taken back", at, tasks)
        case .admitted(let tasks, let at): ("admitted", at, tasks)
        case .overWithIncident(let tasks, let at): ("over", at, tasks)
        case .alerts(let alerts): ("alert", alerts[0].at, [])
        }
      if what.isEmpty { return [] }
      var message = NewMessage(
        key: "\(what)-\(at.microseconds)", at: at, level: tasks.first?.level ?? .warning, kind: .issueEscalation,
        subject: "\(what) \(tasks.map(\.task).joined(separator: " "))", text: "", channels: ["mail"])
      message.outcome = tasks.isEmpty ? nil : "failed"
      message.tasks = tasks.map {
        NewMessage.Task(
          name: $0.task, level: $0.level, since: $0.since,
          wellAt: ["well", "gone", "resolved"].contains(what) ? at : nil, text: "")
      }
      return [message]
    }
    return log
  }

  private func subjects(_ log: RunLog) throws -> [String] {
    try log.messages(isWaiting: false, limit: 100).reversed().map(\.message.subject)
  }

  private static func at(_ seconds: Int64) -> Int64 { seconds * 1_000_000 }

  @Test func aFailureIsToldOnceAndAgainWhenItIsOver() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.record("daily.a", .failed, to: Self.at(20))
    #expect(try subjects(log) == ["failing daily.a"])
    try log.record("daily.a", .failed, to: Self.at(120))
    #expect(try subjects(log) == ["failing daily.a", "reminder daily.a"])
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(130))
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(140))
    #expect(try subjects(log) == ["failing daily.a", "reminder daily.a", "well daily.a"])
    try log.record("daily.a", .failed, to: Self.at(150))
    #expect(try subjects(log).count == 4)
    let record = try log.messages(isWaiting: true, limit: 100)
    #expect(record.last?.message.tasks.first?.since == Fixture.time(Self.at(10)))
  }

  @Test func whatIsGraverIsToldAnew() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: Self.at(20))
    try log.record("daily.a", .failed, to: Self.at(30))
    let messages = try log.messages(isWaiting: false, limit: 9).reversed().map(\.message)
    #expect(messages.map(\.level) == [.warning, .critical])
  }

  @Test func whatTimeBringsAboutIsToldByWhoeverComes() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.announceFailures(now: Fixture.time(Self.at(50)))
    #expect(try subjects(log).count == 1)
    try log.announceFailures(now: Fixture.time(Self.at(111)))
    #expect(try subjects(log) == ["failing daily.a", "reminder daily.a"])
  }

  @Test func whoAcknowledgesIsNotReminded() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    let anna = Actor(name: "anna", uid: 1_000)
    #expect(try log.acknowledge(9, by: anna, note: nil, at: Fixture.time(Self.at(11))) == nil)
    let word = try log.acknowledge(1, by: anna, note: "on it", at: Fixture.time(Self.at(11)))
    #expect(word?.by == "anna")
    #expect(
      try log.acknowledge(1, by: Actor(name: "eve", uid: 1), note: nil, at: Fixture.time(Self.at(12)))?.by == "anna")
    try log.announceFailures(now: Fixture.time(Self.at(500)))
    #expect(try subjects(log) == ["failing daily.a"])
    var chained: [String] = []
    try log.connection.each("SELECT text FROM audit WHERE text LIKE '%acknowledged%'") { chained.append($0.text(0)) }
    #expect(chained.count == 1 && chained[0].contains("\"message\":1,\"note\":\"on it\""))
  }

  /// Of information there may be reminders, which somebody can end; nobody else is told of it.
  @Test func informationIsNotEscalated() throws {
    let log = try open()
    try log.record("daily.small", .failed, to: Self.at(10))
    try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(50))) { _ in
      Issue.record("escalated")
      return nil
    }
    let message = try #require(try log.messages(isWaiting: false, limit: 9).first?.message)
    #expect(message.level == .info && message.acknowledge == nil)
    #expect(try log.takesWord(1))
    _ = try log.acknowledge(1, by: Actor(name: "anna", uid: 1), note: nil, at: Fixture.time(Self.at(51)))
    try log.announceFailures(now: Fixture.time(Self.at(500)))
    #expect(try subjects(log) == ["failing daily.small"])
  }

  @Test func theWordOnTheFirstMessageHoldsAfterAReminder() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.announceFailures(now: Fixture.time(Self.at(111)))
    _ = try log.acknowledge(1, by: Actor(name: "anna", uid: 1), note: nil, at: Fixture.time(Self.at(112)))
    try log.announceFailures(now: Fixture.time(Self.at(500)))
    #expect(try subjects(log) == ["failing daily.a", "reminder daily.a"])
    try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(600))) { _ in
      Issue.record("escalated")
      return nil
    }
  }

  @Test func whatNobodyAcknowledgesIsEscalatedOnceForEachLevel() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    func escalate(_ seconds: Int64) throws {
      try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(seconds))) {
        $0.told.contains("sms") ? nil : escalated($0, seconds)
      }
    }
    try escalate(15)
    #expect(try subjects(log).count == 1)
    for seconds in [21, 22, 40, 60] as [Int64] { try escalate(seconds) }
    #expect(try subjects(log) == ["failing daily.a", "escalated"])
    // The word on the second is one on the first.
    _ = try log.acknowledge(2, by: Actor(name: "anna", uid: 1), note: nil, at: Fixture.time(Self.at(61)))
    #expect(try log.messages(isWaiting: false, limit: 9).allSatisfy { $0.acknowledged != nil })
  }

  private func escalated(_ waiting: Unacknowledged, _ seconds: Int64) -> NewMessage {
    var next = NewMessage(
      key: "escalates\(waiting.message.number)", at: Fixture.time(Self.at(seconds)), level: .critical,
      kind: .issueEscalation, subject: "escalated", text: "", channels: ["sms"])
    next.tasks = waiting.message.tasks
    next.outcome = waiting.first.outcome
    next.escalates = waiting.first.number
    return next
  }

  /// Who was told when nobody else looked after it has to know when it is over; and nobody else is told then.
  @Test func whoWasEscalatedToHearsThatItIsWell() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(21))) { escalated($0, 21) }
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(30))
    let well = try #require(try log.messages(isWaiting: false, limit: 1).first)
    #expect(well.message.subject == "well daily.a" && well.deliveries.map(\.channel) == ["mail", "sms"])
    try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(100))) { _ in
      Issue.record("escalated")
      return nil
    }
    // What fails later is told to the first alone, and so is its end.
    try log.record("daily.a", .failed, to: Self.at(110))
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(120))
    #expect(try log.messages(isWaiting: false, limit: 1).first?.deliveries.map(\.channel) == ["mail"])
  }

  @Test func aTaskThatIsGoneIsToldOnceMore() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.record("daily.b", .failed, to: Self.at(11))
    func announce(_ seconds: Int64, of project: String) throws {
      log.owner = OutboxOwner(project: project) { _ in false }
      try log.announceFailures(now: Fixture.time(Self.at(seconds))) { $0 == "daily.b" }
    }
    // Of another project that shares the run log, nothing is known.
    try announce(20, of: "/elsewhere")
    #expect(try subjects(log) == ["failing daily.a", "failing daily.b"])
    try announce(21, of: Fixture.header.project)
    try log.connection.execute("UPDATE failing SET told_at = \(Self.at(86_420))")
    for seconds in [86_421, 86_422] as [Int64] { try announce(seconds, of: Fixture.header.project) }
    #expect(try subjects(log).suffix(2) == ["failing daily.b", "gone daily.a"])
    #expect(try log.messages(isWaiting: false, limit: 9).map(\.message.waitsForWord) == [false, true, false])
    try announce(87_000, of: Fixture.header.project)
    #expect(try subjects(log).last == "reminder daily.b")
  }

  @Test func theNumberOfEscalationsIsCounted() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    var counts: [Int] = []
    for seconds in [30, 60, 90] as [Int64] {
      try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(seconds))) {
        counts.append($0.escalations)
        return escalated($0, seconds)
      }
    }
    #expect(counts == [0, 1, 2])
    // The clock was an hour ahead when the last was written, which keeps nothing waiting.
    try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(70))) {
      counts.append($0.escalations)
      return nil
    }
    #expect(counts == [0, 1, 2, 3])
  }

  @Test func whatIsWellAgainIsNotEscalated() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(12))
    try log.escalate(after: .seconds(10), now: Fixture.time(Self.at(100))) { _ in
      Issue.record("escalated")
      return nil
    }
  }

  @Test func aCrashIsToldByTheNextWhoKnowsWhom() throws {
    let log = try open()
    let announcer = log.announcer
    log.announcer = nil
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.a"]))
    try log.write([.taskStarted(task: 0, at: Fixture.time(5))])
    _ = try log.reconcile(isAlive: { _, _ in false }, now: Fixture.time(Self.at(20)))
    #expect(try subjects(log) == [])
    log.announcer = announcer
    try log.announceFailures(now: Fixture.time(Self.at(30)))
    try log.announceFailures(now: Fixture.time(Self.at(31)))
    #expect(try subjects(log) == ["failing daily.a"])
  }

  @Test func aQuarterOfTheTasksIsWorthAMessageAMinute() {
    func told(_ ends: [(tasks: Int, seconds: Int64)], of tasks: Int) -> [Int64] {
      var progress = RunProgress(tasks: tasks, toldAt: Fixture.time(0))
      #expect(progress.begins(at: Fixture.time(0)) && !progress.begins(at: Fixture.time(1)))
      return ends.filter { progress.isWorthTelling($0.tasks, at: Fixture.time(Self.at($0.seconds))) }.map(\.seconds)
    }
    // That all have ended is told otherwise.
    #expect(told([(2, 59), (1, 61), (1, 62), (2, 100), (1, 200), (1, 300)], of: 8) == [61, 200])
    #expect(told([(2, 100)], of: 3) == [])
  }

  /// Of a run that only waits, for approval or its window, there is nothing to tell.
  @Test func aRunHasBegunWithItsFirstTask() throws {
    let log = try open()
    log.announcer = Announcer(remindEvery: .seconds(100), level: { _ in .warning }) { news in
      let subject: String? =
        switch news {
        case .runBegun(let run, let at): "\(run) began at \(at.microseconds)"
        case .runProgressed(let run, _, _): "\(run) went on"
        case .runEnded(let run, _, _, let hasBegun, _): "\(run) is over, \(hasBegun)"
        default: nil
        }
      return subject.map {
        [
          NewMessage(
            key: $0, at: Fixture.time(0), level: .info, kind: .progressUpdates, subject: $0, text: "",
            channels: ["mail"])
        ]
      } ?? []
    }
    let names = ["a", "b", "c", "d"].map { "daily.\($0)" }
    let minute = Self.at(100)
    func finished(_ task: Int, _ outcome: TaskOutcome) -> Event {
      .taskFinished(task: task, TaskResult(outcome: outcome), at: Fixture.time(minute))
    }
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(names))
    try log.write([finished(0, .deferred), finished(1, .deferred)])
    try log.write([finished(2, .deferred), finished(3, .deferred), .runFinished(.notNow, at: Fixture.time(minute))])
    #expect(try subjects(log) == ["1 is over, false"])
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(names))
    try log.write([finished(0, .deferred), .taskStarted(task: 1, at: Fixture.time(7))])
    try log.write([.taskStarted(task: 2, at: Fixture.time(8))])
    try log.write([finished(1, .succeeded), finished(2, .succeeded)])
    try log.write([finished(3, .deferred), .runFinished(.notNow, at: Fixture.time(minute))])
    #expect(try subjects(log).dropFirst() == ["2 began at 7", "2 went on", "2 is over, true"])
  }

  @Test func aTaskThatTakesLongIsTold() throws {
    let log = try open()
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.a"]))
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(5)), .overran(task: 0, usual: .seconds(9), at: Fixture.time(6)),
    ])
    #expect(try subjects(log) == ["daily.a of 1 overran "])
  }

  @Test func eachKeyIsPostedOnce() throws {
    let log = try open()
    let message = NewMessage(
      key: "k", at: Fixture.time(1), level: .info, kind: .progressUpdates, subject: "s", text: "t", channels: ["mail"])
    #expect(try log.post(message))
    #expect(try !log.post(message))
    #expect(try log.hasMessage(key: "k") && !log.hasMessage(key: "l"))
  }

  @Test func aFailureHoldsBackTheChannelAndNoOther() throws {
    let log = try open()
    for number in 1...3 {
      _ = try log.post(
        NewMessage(
          key: "\(number)", at: Fixture.time(0), level: .info, kind: .progressUpdates, subject: "s", text: "t",
          channels: ["mail", "chat"]))
    }
    let (now, later) = (Fixture.time(Self.at(1)), Fixture.time(Self.at(31)))
    let limit = Duration.seconds(60)
    #expect(try log.noteFailed(1, channel: "mail", error: "no", at: now, next: later, givingUpAfter: limit) == 0)
    let waiting = try log.waitingChannels()
    #expect(waiting.map(\.channel) == ["chat", "mail"] && waiting.map(\.nextAt) == [Fixture.time(0), later])
    #expect(try log.undelivered(since: Fixture.time(0)).map(\.waiting) == [3])
    // A host that was asleep since has not tried: the time alone gives nothing up.
    let end = Fixture.time(Self.at(61))
    func fail(_ message: Int) throws -> Int {
      try log.noteFailed(message, channel: "mail", error: "no", at: end, next: end, givingUpAfter: limit)
    }
    for _ in 3...RunLog.leastAttempts { #expect(try fail(1) == 0) }
    #expect(try log.waitingMessages(channel: "mail", limit: 9).map(\.message.number) == [1, 2, 3])
    #expect(try fail(1) == 1)
    // What waited as long behind it is tried once.
    #expect(try log.waitingMessages(channel: "mail", limit: 9).map(\.message.number) == [2, 3])
    #expect(try fail(2) == 1 && fail(3) == 1)
    #expect(try log.waitingChannels().map(\.channel) == ["chat"])
    var givenUp = Undelivered(channel: "mail", givenUp: 3, error: "no")
    givenUp.isSilent = true
    #expect(try log.undelivered(since: Fixture.time(0)) == [givenUp])
    // Of one that somebody has removed, nobody expects to be told.
    givenUp.isSilent = false
    #expect(try log.undelivered(since: Fixture.time(0), isThere: { _ in false }).contains(givenUp))
    try log.connection.run("UPDATE delivery SET outcome = 'sent' WHERE channel = 'mail' AND message = 3")
    #expect(try log.undelivered(since: Fixture.time(0)).map(\.isSilent) == [false])
    // A refusal is about one message.
    #expect(try log.noteFailed(1, channel: "chat", error: "bad", at: now, next: nil, givingUpAfter: limit) == 1)
    #expect(try log.waitingMessages(channel: "chat", limit: 9).map(\.message.number) == [2, 3])
  }

  /// What ends maint each time that it sends the message must not go on doing so, unseen.
  @Test func aTryThatMaintDidNotSurviveCounts() throws {
    let log = try open()
    _ = try log.post(
      NewMessage(
        key: "k", at: Fixture.time(0), level: .info, kind: .progressUpdates, subject: "s", text: "t", channels: ["mail"]
      ))
    func begin(_ minute: Int) throws -> Int {
      let waiting = try #require(try log.waitingMessages(channel: "mail", limit: 1).first)
      let at = Timestamp(seconds: minute * 60)
      return try log.noteBegun(
        waiting, channel: "mail", at: at, next: at + .seconds(30), givingUpAfter: .seconds(3_600))
    }
    #expect(try begin(1) == 0)
    // Under way, it is no trouble yet, and the next maint may try it at once.
    #expect(try log.undelivered(since: Fixture.time(0)).isEmpty)
    #expect(try log.waitingChannels().map(\.nextAt) == [Fixture.time(0)])
    #expect(try begin(2) == 0)
    #expect(try log.waitingChannels().map(\.nextAt) == [Timestamp(seconds: 150)])
    #expect(try log.undelivered(since: Fixture.time(0)).map(\.waiting) == [1])
    for minute in 3...RunLog.leastAttempts { #expect(try begin(minute) == 0) }
    #expect(try begin(60) == 0)
    #expect(try begin(62) == 1)
    #expect(try log.waitingChannels().isEmpty)
    #expect(try log.undelivered(since: Fixture.time(0)).map(\.givenUp) == [1])
  }

  /// The one has it for good; that the other never will is not the failure of the channel.
  @Test func whatSomeRecipientsHaveIsSent() throws {
    let log = try open()
    _ = try log.post(
      NewMessage(
        key: "k", at: Fixture.time(0), level: .info, kind: .progressUpdates, subject: "s", text: "t", channels: ["mail"]
      ))
    let now = Fixture.time(Self.at(1))
    func fail(_ next: Timestamp?, _ settled: SettledRecipient) throws -> Int {
      try log.noteFailed(
        1, channel: "mail", error: "550 gone", at: now, next: next, givingUpAfter: .seconds(60), settled: [settled])
    }
    #expect(try fail(now, SettledRecipient("a@example.org")) == 0)
    #expect(try fail(nil, SettledRecipient("b@example.org", refusal: "550 gone")) == 0)
    let delivery = try #require(try log.messages(isWaiting: false, limit: 1).first?.deliveries.first)
    #expect(delivery.outcome == .sent && delivery.attempts == 2)
    #expect(try log.undelivered(since: Fixture.time(0)).map(\.refused) == [1])
  }

  /// An hour without a network, by a clock that the test sets; ten thousand messages through two channels.
  @Test func everyMessageArrivesOnceAndInOrder() throws {
    let log = try open()
    let count = 10_000
    try log.connection.transaction(.write) { () throws(SQLiteError) in
      for number in 1...count {
        _ = try log.connection.post(
          NewMessage(
            key: "k\(number)", at: Fixture.time(Int64(number)), level: .info, kind: .progressUpdates, subject: "s",
            text: "t", channels: number.isMultiple(of: 2) ? ["mail", "chat"] : ["mail"]))
      }
    }
    var received: [String: [Int]] = [:]
    var (attempts, seconds) = (0, 0)
    while let next = try log.waitingChannels().map(\.nextAt).min() {
      // Nobody looks more often than each minute, as cron does.
      seconds += 60
      let now = Timestamp(seconds: seconds)
      guard next <= now else { continue }
      for channel in try log.waitingChannels().filter({ $0.nextAt <= now }).map(\.channel) {
        for waiting in try log.waitingMessages(channel: channel, limit: count) {
          let (message, tried) = (waiting.message, waiting.attempts)
          guard seconds > 3_600 else {
            attempts += 1
            let wait = min(30 << tried, 1_800)
            let given = try log.noteFailed(
              message.number, channel: channel, error: "no network", at: now, next: now + .seconds(wait),
              givingUpAfter: .seconds(86_400))
            #expect(given == 0)
            break
          }
          received[channel, default: []].append(message.number)
          try log.noteSent(message.number, channel: channel, at: now)
        }
      }
    }
    #expect(received["mail"] == Array(1...count))
    #expect(received["chat"] == Array(stride(from: 2, through: count, by: 2)))
    #expect(attempts < 40 && seconds < 3_600 + 1_900)
  }
}
