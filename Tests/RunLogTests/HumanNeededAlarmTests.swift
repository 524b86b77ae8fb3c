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
      // As they fail by then, also where that is all that the message told of.
      let tasks = waiting.failing.map(\.outcome.rawValue)
      var next = NewMessage(
        key: "escalates\(waiting.message.number)-\(seconds)", at: Self.time(seconds), level: .critical,
        kind: .issueEscalation, subject: "escalated \(tasks.joined(separator: " "))", text: "", channels: ["sms"])
      (next.tasks, next.outcome) = (waiting.message.tasks, waiting.first.outcome)
      next.escalates = waiting.first.number
      return next
    }
  }

  private func recover(_ log: RunLog, _ outcome: TaskOutcome, run: RunOutcome, _ seconds: Int64, of number: Int = 1)
    throws
  {
    try log.beginRecovery(
      of: number, tasks: [0], by: "ben", process: Fixture.header.process, bootID: "boot-1", now: Self.time(seconds))
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
    #expect(try told(log) == [Self.half, "critical escalated refused to sms"])
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

  private static let day: Int64 = 86_400

  /// A file that is renamed, or half of a checkout, however often: the alarm is the one that it was.
  @Test(arguments: [true, false]) func whatIsBackWithinADayIsTheAlarmThatItWas(_ isAcknowledged: Bool) throws {
    let log = try open()
    log.owner = OutboxOwner(project: Fixture.header.project) { _ in true }
    try log.record("daily.a", .failed, to: 10_000_000)
    if isAcknowledged { _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(12)) }
    for turn in 0..<3 as Range<Int64> {
      let start = 20 + 40_000 * turn
      try log.announceFailures(now: Self.time(start)) { _ in false }
      // Nobody is reminded, and nobody else told, of what is not there.
      try escalate(log, start + 100)
      try log.announceFailures(now: Self.time(start + 2_000)) { _ in false }
      #expect(
        try log.nextChangeOfAway(isThere: { _ in false }, at: Self.time(start + 2_000)) == Self.time(start + Self.day))
      #expect(try log.messageMarks() == MessageMarks(hasUntold: false))
      #expect(
        try log.nextChangeOfAway(isThere: { _ in true }, at: Self.time(start + 2_000)) == Self.time(start + 2_000))
      // Without a reminder, as it is not time for one: it goes by when it was told.
      try log.connection.execute("UPDATE failing SET told_at = \((start + 2_001) * 1_000_000)")
      try log.announceFailures(now: Self.time(start + 2_001)) { _ in true }
      #expect(try log.nextChangeOfAway(isThere: { _ in true }, at: Self.time(start + 2_002)) == nil)
    }
    #expect(try told(log) == ["warning failing: daily.a failed to mail"])
    #expect(try log.connection.failing("1", []).map(\.since) == [Self.time(10)])
    #expect(try log.connection.first("SELECT acknowledged FROM failing") { $0.truth(0) } == isAcknowledged)
    try escalate(log, 90_000)
    #expect(try told(log).dropFirst() == (isAcknowledged ? [] : ["critical escalated failed to sms"]))
    // Also where the next that is known of it is another try.
    try log.announceFailures(now: Self.time(90_001)) { _ in false }
    try log.record("daily.a", .failed, to: 90_010_000_000)
    #expect(try log.nextChangeOfAway(isThere: { _ in true }, at: Self.time(90_011)) == nil)
    try log.record("daily.a", .succeeded, run: .succeeded, to: 90_020_000_000)
    #expect(try told(log).last?.hasPrefix("info well: daily.a failed to mail") == true)
  }

  /// After a day it is no task any more, which is told once, and what comes later is another one.
  @Test func whatIsAwayForADayIsGone() throws {
    let log = try open()
    log.owner = OutboxOwner(project: Fixture.header.project) { _ in true }
    try log.record("daily.a", .failed, to: 10_000_000)
    for time in [20, 21, Self.day + 19] { try log.announceFailures(now: Self.time(time)) { _ in false } }
    #expect(try told(log).count == 1)
    for time in [Self.day + 20, Self.day + 21] { try log.announceFailures(now: Self.time(time)) { _ in false } }
    #expect(try told(log).dropFirst() == ["info gone: daily.a failed to mail"])
    // Noted by a clock that was ahead, it begins anew.
    try log.record("daily.a", .failed, to: 200_000_000_000)
    try log.announceFailures(now: Self.time(900_000)) { _ in false }
    try log.announceFailures(now: Self.time(200_010)) { _ in false }
    #expect(
      try log.nextChangeOfAway(isThere: { _ in false }, at: Self.time(200_011)) == Self.time(200_010 + Self.day))
  }

  /// Whoever looks after what fails does so also after it was in doubt for a while, and a recovery has ended that.
  @Test func aWordOnThePlainFailureSurvivesTheRecovery() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: 10_000_000)
    _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(12))
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: 20_000_000)
    #expect(try told(log).last == Self.half)
    try recover(log, .rolledBack, run: .rolledBack, 40, of: 2)
    #expect(try log.connection.first("SELECT acknowledged FROM failing") { $0.truth(0) } == true)
    #expect(try log.status(now: Self.time(42)).failingWords["daily.a"]?.word?.by == "anna")
    try escalate(log, 60)
    try log.announceFailures(now: Self.time(5_000))
    #expect(try told(log).last?.hasPrefix("warning rolled back: daily.a rolled_back") == true)
  }

  @Test func theLeavingOfTheTaskEndsNothingThatNeedsAHuman() throws {
    let log = try open()
    log.owner = OutboxOwner(project: Fixture.header.project) { _ in true }
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: 10_000_000)
    try log.record("daily.b", .failed, to: 11_000_000)
    try log.announceFailures(now: Self.time(12)) { _ in false }
    try escalate(log, 30)
    try log.announceFailures(now: Self.time(2_000)) { _ in false }
    #expect(
      try told(log).suffix(2) == [
        "critical escalated rollback_failed to sms", "critical reminder: daily.a rollback_failed HUMAN to pager",
      ])
    try log.announceFailures(now: Self.time(12 + Self.day)) { _ in false }
    #expect(try told(log).contains("info gone: daily.b failed to mail"))
    // Put right, it is over like all else of what is no task any more.
    try recover(log, .rolledBack, run: .rolledBack, 90_000)
    for time in [90_001, 90_001 + Self.day] { try log.announceFailures(now: Self.time(time)) { _ in false } }
    #expect(try told(log).last == "info gone: daily.a rolled_back to mail pager sms")
    #expect(try level(log).isEmpty)
  }
}
