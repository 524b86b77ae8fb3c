import Catalog
import Execution
import Scheduling
import Testing

@testable import RunLog

/// The life of an alarm: what belongs to it, what a word on it covers, and what ends it.
@Suite struct AlarmTests {
  private let folder = TemporaryFolder()
  private static let anna = Actor(name: "anna", uid: 1_000)

  private static func at(_ seconds: Int64) -> Int64 { seconds * 1_000_000 }
  private static func time(_ seconds: Int64) -> Timestamp { Fixture.time(at(seconds)) }

  /// `attempts`: so many failures, and a task is given up for its period, of so many seconds; nil: never.
  private func open(
    attempts: Int? = nil, period: Int64 = 100_000, remindEvery: Duration = .seconds(1_000)
  ) throws -> RunLog {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    var announcer = Announcer(remindEvery: remindEvery, level: { _ in .warning }, compose: Self.messages)
    if let attempts {
      announcer.retries = RetryRules(
        stretch: { _, _ in Fixture.time(0)..<Self.time(100_000) },
        next: { name, history, _, at in
          let start = at.microseconds / 1_000_000 / period * period
          return history.failures.count < attempts
            ? .from(at) : .givenUp(GivenUp(until: nil, since: Self.time(start), text: "\(name) is given up"))
        })
    }
    log.announcer = announcer
    return log
  }

  private static let messages: @Sendable (News) -> [NewMessage] = { news in
    let (what, at, tasks, isOver): (String, Timestamp, [FailingTask], Bool) =
      switch news {
      case .failing(let tasks, let at): ("failing", at, tasks, false)
      case .stillFailing(let tasks, let at): ("reminder", at, tasks, false)
      case .givenUp(let tasks, let at): ("given up", at, tasks, false)
      case .wellAgain(let tasks, let at): ("well", at, tasks, true)
      case .gone(let tasks, let at): ("gone", at, tasks, true)
      case .rolledBack(let tasks, let at): ("rolled back", at, tasks, false)
      case .resolved(let tasks, let word): ("resolved by \(word.by): \(word.reason)", word.at, tasks, true)
      default: ("", Fixture.time(0), [], true)
      }
    if case .alerts(let alerts) = news {
      var message = NewMessage(
        key: "\(alerts)", at: alerts[0].at, level: .warning, kind: .issueEscalation, subject: alerts[0].text, text: "",
        channels: ["mail"])
      message.tasks = alerts.compactMap(\.task).map {
        NewMessage.Task(name: "\($0)", level: .warning, since: alerts[0].at, text: "")
      }
      return [message]
    }
    if tasks.isEmpty { return [] }
    let suffix = tasks.contains { if case .givenUp = $0.next { true } else { false } } ? " for good" : ""
    var message = NewMessage(
      key: "\(what)-\(at.microseconds)", at: at, level: isOver ? .info : .warning, kind: .issueEscalation,
      subject: "\(what) \(tasks.map(\.task).joined(separator: " "))\(suffix)", text: "", channels: ["mail"])
    message.outcome = "failed"
    message.tasks = tasks.map {
      NewMessage.Task(name: $0.task, level: $0.level, since: $0.since, wellAt: isOver ? at : nil, text: "")
    }
    return [message]
  }

  private func subjects(_ log: RunLog) throws -> [String] {
    try log.messages(isWaiting: false, limit: 100).reversed().map(\.message.subject)
  }

  private func record(_ names: [String], _ result: TaskResult, _ log: RunLog, _ seconds: Int64) throws {
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(names))
    try log.write(
      names.indices.flatMap { task -> [Event] in
        [
          .taskStarted(task: task, at: Fixture.time(10)),
          .taskFinished(task: task, result, at: Self.time(seconds)),
        ]
      } + [.runFinished(.failed, at: Self.time(seconds))])
  }

  /// To `sms`, whatever has waited for ten seconds.
  private func escalate(_ log: RunLog, _ seconds: Int64) throws {
    try log.escalate(after: .seconds(10), now: Self.time(seconds)) { waiting in
      var next = NewMessage(
        key: "escalates\(waiting.message.number)", at: Self.time(seconds), level: .critical, kind: .issueEscalation,
        subject: "escalated \(waiting.message.tasks.map(\.name).joined(separator: " "))", text: "", channels: ["sms"])
      (next.tasks, next.outcome) = (waiting.message.tasks, waiting.first.outcome)
      next.escalates = waiting.first.number
      return next
    }
  }

  @Test func aFailureThatIsGivenUpAtOnceIsOneMessage() throws {
    let log = try open(attempts: 1)
    try log.record("daily.a", .failed, to: Self.at(10))
    #expect(try subjects(log) == ["failing daily.a for good"])
    let alerts = try log.givenUp(inRun: 1)
    #expect(alerts.map(\.text) == ["daily.a is given up; in run 1 it failed (because)"])
    // Whoever looks at what is due finds it told.
    #expect(try log.add([(alerts[0], since: Fixture.time(0))]).isEmpty)
    _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(11))
    try escalate(log, 100)
    #expect(try subjects(log).count == 1)
  }

  @Test(arguments: [1, 2]) func oneWordCoversTheFailureAndThatItIsGivenUp(_ number: Int) throws {
    let log = try open(attempts: 2)
    try log.record("daily.a", .failed, to: Self.at(10))
    try log.record("daily.a", .failed, to: Self.at(20))
    #expect(try subjects(log) == ["failing daily.a", "given up daily.a for good"])
    // Both say what to type; the status the newer one.
    #expect(try log.messages(isWaiting: false, limit: 9).map(\.message.acknowledge) == ["ack 2", "ack 1"])
    #expect(try log.status(now: Self.time(21)).failingWords["daily.a"]?.message == 2)
    _ = try log.acknowledge(number, by: Self.anna, note: nil, at: Self.time(21))
    try escalate(log, 100)
    #expect(try subjects(log).count == 2)
    #expect(try log.word(on: 3 - number)?.by == "anna")
    #expect(try log.messages(isWaiting: false, limit: 9).allSatisfy { $0.message.acknowledge == nil })
    // Later ones of tasks that somebody looks after ask for nothing.
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(101))
    #expect(try subjects(log).last == "well daily.a")
  }

  @Test func remindersThatComeSoonerDoNotPutOffThatOthersAreTold() throws {
    let log = try open(remindEvery: .seconds(6))
    try log.record("daily.a", .failed, to: Self.at(10))
    for seconds in 11...24 as ClosedRange<Int64> {
      try log.announceFailures(now: Self.time(seconds)) { _ in true }
      try escalate(log, seconds)
    }
    #expect(try subjects(log) == ["failing daily.a", "reminder daily.a", "escalated daily.a", "reminder daily.a"])
    // Nobody is left to be told: the next reminder is told to others as the first message was.
    try log.escalate(after: .seconds(10), now: Self.time(31)) { _ in nil }
    try log.announceFailures(now: Self.time(32)) { _ in true }
    try escalate(log, 43)
    #expect(try subjects(log).suffix(2) == ["reminder daily.a", "escalated daily.a"])
  }

  @Test func theEndOfTheTaskEndsAllOfIt() throws {
    let log = try open(attempts: 2)
    for seconds in [10, 20] as [Int64] { try log.record("daily.a", .failed, to: Self.at(seconds)) }
    try escalate(log, 25)
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(30))
    #expect(try subjects(log) == ["failing daily.a", "given up daily.a for good", "escalated daily.a", "well daily.a"])
    let well = try #require(try log.messages(isWaiting: false, limit: 1).first)
    #expect(well.deliveries.map(\.channel) == ["mail", "sms"])
    for seconds in [100, 5_000] as [Int64] {
      try escalate(log, seconds)
      try log.announceFailures(now: Self.time(seconds))
    }
    #expect(try subjects(log).count == 4)
    #expect(try log.messages(isWaiting: false, limit: 9).allSatisfy { $0.message.acknowledge == nil })
  }

  /// A maint that was killed, or has nobody to tell, leaves it to the next: that is the same alarm, too.
  @Test(arguments: [true, false]) func whatIsGivenUpLaterBelongsToTheFailure(_ isSeenTo: Bool) throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    if isSeenTo { _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(11)) }
    let alert = Alert(
      at: Self.time(20), level: .warning, kind: .gaveUp, task: Fixture.name("daily.a"), text: "daily.a is given up")
    #expect(try log.add([(alert, since: Fixture.time(0))]).count == 1)
    try escalate(log, 100)
    // Whoever looks after it is told nothing more.
    #expect(
      try subjects(log)
        == (isSeenTo ? ["failing daily.a"] : ["failing daily.a", "given up daily.a", "escalated daily.a"]))
  }

  /// Each period in which it is tried in vain is the same alarm.
  @Test(arguments: [1, 2]) func thatItIsGivenUpIsToldOnceInAnAlarm(_ attempts: Int) throws {
    let log = try open(attempts: attempts, period: 100, remindEvery: .seconds(350))
    for seconds in [10, 20, 110, 210, 310] as [Int64] { try log.record("daily.a", .failed, to: Self.at(seconds)) }
    let told = attempts == 1 ? ["failing daily.a for good"] : ["failing daily.a", "given up daily.a for good"]
    #expect(try subjects(log) == told)
    // The log has all of them.
    #expect(try log.givenUp(inRun: 5).count == 1)
    try log.announceFailures(now: Self.time(390))
    for seconds in [410, 510, 610] as [Int64] { try log.record("daily.a", .failed, to: Self.at(seconds)) }
    #expect(try subjects(log) == told + ["reminder daily.a for good"])
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(620))
    try log.record("daily.a", .failed, to: Self.at(710))
    #expect(try subjects(log).last == "failing daily.a for good")
  }

  /// That it is not tried before somebody has put the host right, people know.
  @Test func whatIsRefusedIsGivenUpUnsaid() throws {
    let log = try open(attempts: 2)
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: Self.at(10))
    try log.record("daily.a", .refused, to: Self.at(20))
    #expect(try log.givenUp(inRun: 2).count == 1)
    #expect(try subjects(log) == ["failing daily.a"])
  }

  @Test func whoLooksAfterItIsNotToldThatItIsGivenUp() throws {
    let log = try open(attempts: 2, period: 100)
    try log.record("daily.a", .failed, to: Self.at(10))
    _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(11))
    for seconds in [20, 110, 210] as [Int64] { try log.record("daily.a", .failed, to: Self.at(seconds)) }
    #expect(try subjects(log) == ["failing daily.a"])
    // What it has not been yet is another thing to look after.
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: Self.at(310))
    #expect(try subjects(log) == ["failing daily.a", "failing daily.a for good"])
    _ = try log.acknowledge(2, by: Self.anna, note: nil, at: Self.time(311))
    for seconds in [410, 510] as [Int64] { try log.record("daily.a", .refused, to: Self.at(seconds)) }
    #expect(try subjects(log).count == 2)
  }

  @Test func theStatusNamesTheNewestMessage() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    try escalate(log, 25)
    #expect(try log.status(now: Self.time(26)).failingWords["daily.a"] == FailingWord(message: 2))
    _ = try log.acknowledge(1, by: Self.anna, note: "on it", at: Self.time(27))
    #expect(try log.status(now: Self.time(28)).failingWords["daily.a"]?.word?.note == "on it")
  }

  @Test func whoResolvesItHasSpoken() throws {
    let log = try open()
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: Self.at(10))
    try escalate(log, 25)
    // Refused for that, it fails on: the run that somebody resolves is another one.
    try log.record("daily.a", .refused, to: Self.at(30))
    try log.resolve(run: 1, task: nil, by: Self.anna, reason: "by hand", now: Self.time(31))
    let told = try #require(try log.messages(isWaiting: false, limit: 1).first)
    #expect(
      told.message.subject == "resolved by anna: by hand daily.a" && told.deliveries.map(\.channel) == ["mail", "sms"])
    for seconds in [100, 5_000] as [Int64] {
      try escalate(log, seconds)
      try log.announceFailures(now: Self.time(seconds))
    }
    #expect(try subjects(log).count == 3)
    // What fails after that is another alarm.
    try log.record("daily.a", .failed, to: Self.at(5_010))
    #expect(try subjects(log).last == "failing daily.a")
    #expect(try log.verifyAudit().finding == nil)
  }

  /// Only what the run left behind was put right.
  @Test func whatHasFailedSinceIsNotResolved() throws {
    let log = try open()
    try record(["daily.a"], TaskResult(outcome: .failed, cleanupFailed: true), log, 10)
    try log.record("daily.a", .failed, to: Self.at(20))
    try log.resolve(run: 1, task: nil, by: Self.anna, reason: "cleaned", now: Self.time(31))
    #expect(try subjects(log) == ["failing daily.a"])
    #expect(try log.messages(isWaiting: false, limit: 1).first?.message.acknowledge == "ack 1")
  }

  @Test func whoTakesOverIsHeard() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    _ = try log.acknowledge(1, by: Self.anna, note: "on it", at: Self.time(11))
    let ben = Actor(name: "ben", uid: 1_001)
    #expect(try log.acknowledge(1, by: ben, note: nil, at: Self.time(12))?.by == "anna")
    #expect(try log.acknowledge(1, by: ben, note: "taking over", at: Self.time(13))?.by == "ben")
    #expect(try log.status(now: Self.time(14)).failingWords["daily.a"]?.word?.note == "taking over")
    var notes: [String] = []
    try log.eachAuditLink { if $0.text.contains("acknowledged") { notes.append($0.text) } }
    #expect(notes.count == 2 && notes[0].contains("on it") && notes[1].contains("taking over"))
    #expect(try log.verifyAudit().finding == nil)
  }

  /// Acknowledged as a warning it is not as what has become of it.
  @Test func whatHasBecomeGraverIsAcknowledgedAnew() throws {
    let log = try open()
    try log.record("daily.a", .failed, to: Self.at(10))
    _ = try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(11))
    try log.record("daily.a", .rollbackFailed, run: .humanNeeded, to: Self.at(20))
    #expect(try log.word(on: 1) == nil)
    #expect(try log.acknowledge(1, by: Self.anna, note: nil, at: Self.time(21))?.at == Self.time(21))
    try escalate(log, 100)
    #expect(try subjects(log).count == 2)
  }

  @Test func ofTwoTasksTheOneThatFailsStillGoesUp() throws {
    let log = try open()
    try record(["daily.a", "daily.b"], TaskResult(outcome: .failed), log, 10)
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(12))
    try escalate(log, 30)
    #expect(try subjects(log).last == "escalated daily.b")
  }

  /// Who is told of what is left has to know all that there is to know of it.
  @Test func whatIsLeftGoesUpWithAllOfIt() throws {
    let log = try open()
    try record(["daily.a", "daily.b"], TaskResult(outcome: .rollbackFailed, reason: "why"), log, 10)
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(12))
    var left: [FailingTask] = []
    try log.escalate(after: .seconds(10), now: Self.time(30)) { waiting in
      left = waiting.failing
      return nil
    }
    #expect(left.map(\.task) == ["daily.b"] && left.first?.doubt?.run == 1 && left.first?.reason == "why")
  }

  private func missed(_ log: RunLog) throws {
    let alert = Alert(
      at: Self.time(10), level: .warning, kind: .missedWindow, task: Fixture.name("daily.a"), text: "daily.a missed it")
    #expect(try log.add(alert, unlessToldSince: Fixture.time(0)))
    #expect(try subjects(log) == ["daily.a missed it"])
  }

  @Test func aMissedWindowIsOverWithTheNextTry() throws {
    let log = try open()
    try missed(log)
    try log.record("daily.b", .succeeded, run: .succeeded, to: Self.at(12))
    #expect(try log.messages(isWaiting: false, limit: 1).first?.message.waitsForWord == true)
    try log.record("daily.a", .succeeded, run: .succeeded, to: Self.at(15))
    try escalate(log, 100)
    #expect(try subjects(log).count == 1)
  }

  @Test func aMissedWindowIsOverWithItsTask() throws {
    let log = try open()
    log.owner = OutboxOwner(project: Fixture.header.project) { _ in false }
    try missed(log)
    try log.announceFailures(now: Self.time(12)) { _ in true }
    #expect(try log.messages(isWaiting: false, limit: 1).first?.message.waitsForWord == true)
    try log.announceFailures(now: Self.time(13)) { _ in false }
    try escalate(log, 100)
    #expect(try subjects(log).count == 1)
  }
}
