import Catalog
import Execution
import Scheduling
import Testing

@testable import RunLog

/// The alarm of what needs a human: what ends it, and what does not.
@Suite struct HumanNeededAlarmTests {
  private let folder = TemporaryFolder()
  private static let anna = Actor(name: "anna", uid: 1_000)

  private static func time(_ seconds: Int64) -> Timestamp { Fixture.time(seconds * 1_000_000) }

  private func open() throws -> RunLog {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    log.announcer = Announcer(remindEvery: .seconds(1_000), level: { _ in .warning }, compose: Self.messages)
    return log
  }

  /// Critical ones to `pager`, others to `mail`.
  private static let messages: @Sendable (News) -> [NewMessage] = { news in
    let (what, at, tasks, isOver): (String, Timestamp, [FailingTask], Bool)
    switch news {
    case .failing(let found, let time): (what, at, tasks, isOver) = ("failing", time, found, false)
    case .stillFailing(let found, let time): (what, at, tasks, isOver) = ("reminder", time, found, false)
    case .rolledBack(let found, let time): (what, at, tasks, isOver) = ("rolled back", time, found, false)
    case .takenBack(let found, let time): (what, at, tasks, isOver) = ("taken back", time, found, true)
    case .gone(let found, let time): (what, at, tasks, isOver) = ("gone", time, found, true)
    case .wellAgain(let found, let time): (what, at, tasks, isOver) = ("well", time, found, true)
    case .resolved(let found, let word): (what, at, tasks, isOver) = ("resolved", word.at, found, true)
    default: return []
    }
    let level = tasks[0].level
    let words = tasks.map { "\($0.task) \($0.outcome.rawValue)\($0.doubt == nil ? "" : " HUMAN")" }
    var message = NewMessage(
      key: "\(what)-\(String(at.microseconds, radix: 36))", at: at, level: isOver ? .info : level,
      kind: .issueEscalation,
      subject: "\(what): \(words.joined(separator: ", "))", text: "", channels: [level == .critical ? "pager" : "mail"])
    message.outcome = tasks[0].outcome.rawValue
    message.tasks = tasks.map {
      NewMessage.Task(name: $0.task, level: $0.level, since: $0.since, wellAt: isOver ? at : nil, text: "")
    }
    return [message]
  }

  /// Each with its level and its channels.
  private func told(_ log: RunLog) throws -> [String] {
    try log.messages(isWaiting: false, limit: 100).reversed().map {
      "\($0.message.level) \($0.message.subject) to \($0.deliveries.map(\.channel).joined(separator: " "))"
    }
  }

  private func escalate(_ log: RunLog, _ seconds: Int64) throws {
    try log.escalate(after: .seconds(10), now: Self.time(seconds)) { waiting in
      let tasks = waiting.failing.isEmpty ? waiting.message.tasks.map(\.name) : waiting.failing.map(\.outcome.rawValue)
      var next = NewMessage(
        key: "escalates\(waiting.message.number)-\(seconds)", at: Self.time(seconds), level: .critical,
        kind: .issueEscalation, subject: "escalated \(tasks.joined(separator: " "))", text: "", channels: ["sms"])
      (next.tasks, next.outcome) = (waiting.message.tasks, waiting.first.outcome)
      next.escalates = waiting.first.number
      return next
    }
  }

  private func recover(_ log: RunLog, _ outcome: TaskOutcome, run: RunOutcome, _ seconds: Int64) throws {
    try log.beginRecovery(
      of: 1, tasks: [0], by: "ben", process: Fixture.header.process, bootID: "boot-1", now: Self.time(seconds))
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: outcome, reason: "because"), at: Self.time(seconds)),
      .runFinished(run, at: Self.time(seconds)),
    ])
  }

  private func level(_ log: RunLog) throws -> [MaintenanceTask.AlertLevel] {
    try log.connection.failing("1", []).map(\.level)
  }

  private static let half = "critical failing: daily.a rollback_failed HUMAN to pager"

  @Test func aRecoveryEndsThatAHumanIsNeeded() throws {
    let log = try open()
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: 10_000_000)
    try log.record("daily.a", .refused, to: 11_000_000)
    try escalate(log, 30)
    #expect(try told(log) == [Self.half, "critical escalated daily.a to sms"])
    // One that comes to nothing ends nothing.
    try recover(log, .rollbackFailed, run: .humanNeeded, 35)
    #expect(try told(log).count == 2)
    try recover(log, .rolledBack, run: .rolledBack, 40)
    #expect(try told(log).dropFirst(2) == ["warning rolled back: daily.a rolled_back to mail pager sms"])
    #expect(try level(log) == [.warning])
    let tasks = try #require(try log.messages(isWaiting: false, limit: 1).first).message.tasks
    #expect(tasks.map(\.level) == [.warning, .critical] && tasks.map(\.wellAt) == [nil, Self.time(40)])
    // What comes after it is about what is so then, and nobody waits for a word on what was.
    try escalate(log, 60)
    #expect(try told(log).dropFirst(3) == ["critical escalated rolled_back to sms"])
    _ = try log.acknowledge(3, by: Self.anna, note: nil, at: Self.time(61))
    try escalate(log, 100)
    #expect(try told(log).count == 4)
    try log.record("daily.a", .succeeded, run: .succeeded, to: 110_000_000)
    #expect(try told(log).last == "info well: daily.a rolled_back to mail pager sms")
    #expect(try log.verifyAudit().finding == nil)
  }

  @Test func whoLooksAfterItIsNotAskedAfterTheRecovery() throws {
    let log = try open()
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: 10_000_000)
    _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(12))
    try recover(log, .rolledBack, run: .rolledBack, 40)
    try escalate(log, 60)
    try log.announceFailures(now: Self.time(5_000))
    #expect(try told(log) == [Self.half, "warning rolled back: daily.a rolled_back to mail pager"])
    // As grave as before it is told anew.
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: 5_010_000_000)
    #expect(try told(log).last == Self.half)
  }

  /// Whoever has the page from before the recovery at hand means what is left.
  @Test func aWordOnTheOlderMessageIsOneOnWhatIsLeft() throws {
    let log = try open()
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: 10_000_000)
    try recover(log, .rolledBack, run: .rolledBack, 40)
    #expect(try log.word(on: 1) == nil)
    #expect(try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(41))?.at == Self.time(41))
    #expect(try log.word(on: 1)?.by == "anna" && log.word(on: 2)?.by == "anna")
    #expect(try log.status(now: Self.time(42)).failingWords["daily.a"]?.word?.by == "anna")
    try escalate(log, 60)
    try log.announceFailures(now: Self.time(5_000))
    #expect(try told(log).count == 2)
    // What it does after that is another one, of which nobody has said anything.
    try log.record("daily.a", .succeeded, run: .succeeded, to: 5_010_000_000)
    try log.record("daily.a", .failed, to: 5_020_000_000)
    #expect(try log.connection.first("SELECT acknowledged FROM failing") { $0.truth(0) } == false)
  }

  /// A file that is renamed, or half of a checkout: the alarm is the one that it was.
  @Test(arguments: [true, false]) func whatIsBackWithinADayIsTheAlarmThatItWas(_ isAcknowledged: Bool) throws {
    let log = try open()
    log.owner = OutboxOwner(project: Fixture.header.project) { _ in true }
    try log.record("daily.a", .failed, to: 10_000_000)
    if isAcknowledged { _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(12)) }
    try log.announceFailures(now: Self.time(20)) { _ in false }
    #expect(try told(log) == ["warning failing: daily.a failed to mail", "info gone: daily.a failed to mail"])
    #expect(try !log.hasReturned(isThere: { _ in false }, at: Self.time(600)))
    #expect(try log.hasReturned(isThere: { _ in true }, at: Self.time(600)))
    if isAcknowledged {
      try log.announceFailures(now: Self.time(600)) { _ in true }
    } else {
      // Also where the next that is known of it is another try.
      try log.record("daily.a", .failed, to: 600_000_000)
    }
    #expect(try !log.hasReturned(isThere: { _ in true }, at: Self.time(601)))
    #expect(try told(log).count == 2)
    #expect(try log.connection.failing("1", []).map(\.since) == [Self.time(10)])
    try escalate(log, 620)
    #expect(try told(log).dropFirst(2) == (isAcknowledged ? [] : ["critical escalated daily.a to sms"]))
    try log.announceFailures(now: Self.time(5_000)) { _ in true }
    #expect(try told(log).count == (isAcknowledged ? 2 : 4))
    try log.record("daily.a", .succeeded, run: .succeeded, to: 5_010_000_000)
    #expect(try told(log).last?.hasPrefix("info well: daily.a failed to mail") == true)
    #expect(try !log.hasReturned(isThere: { _ in true }, at: Self.time(5_020)))
  }

  @Test func theLeavingOfTheTaskEndsNothingThatNeedsAHuman() throws {
    let log = try open()
    log.owner = OutboxOwner(project: Fixture.header.project) { _ in true }
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: 10_000_000)
    try log.record("daily.b", .failed, to: 11_000_000)
    try log.announceFailures(now: Self.time(12)) { _ in false }
    #expect(try told(log).last == "info gone: daily.b failed to mail")
    try escalate(log, 30)
    try log.announceFailures(now: Self.time(2_000)) { _ in false }
    #expect(
      try told(log).suffix(2) == [
        "critical escalated daily.a to sms", "critical reminder: daily.a rollback_failed HUMAN to pager",
      ])
    // Put right, it is over like all else of what is no task any more.
    try recover(log, .rolledBack, run: .rolledBack, 2_010)
    try log.announceFailures(now: Self.time(2_011)) { _ in false }
    #expect(try told(log).last == "info gone: daily.a rolled_back to mail pager sms")
    #expect(try level(log).isEmpty)
  }
}
