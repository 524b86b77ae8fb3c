import Execution
import Scheduling
import TestSupport
import Testing

@testable import RunLog

@Suite struct DueHistoryTests {
  let folder = TemporaryFolder()
  let log: RunLog

  init() throws { log = try RunLog.open(state: folder.state, access: .readWrite) }

  private func history(_ name: String = "daily.health", in stretch: Range<Int64>) throws -> DueHistory {
    let stretch = Fixture.time(stretch.lowerBound)..<Fixture.time(stretch.upperBound)
    return try #require(try log.dueHistories(of: [(Fixture.name(name), stretch)]).first)
  }

  private func failure(_ start: Int64, _ end: Int64) -> DueHistory.FailedTry {
    DueHistory.FailedTry(start: Fixture.time(start), end: Fixture.time(end))
  }

  @Test func whatWasNeverTriedHasNoHistory() throws {
    try log.record("daily.other", .succeeded)
    for outcome in TaskOutcome.allCases where !outcome.isWell && !outcome.isFailedTry {
      try log.record("daily.health", outcome)
    }
    #expect(try history(in: 0..<1000) == DueHistory(wasTried: false))
  }

  @Test func theLatestSuccessAndTheFailuresOfTheStretch() throws {
    try log.record("daily.health", .succeeded, from: 100, to: 110)
    try log.record("daily.health", .failed, from: 150, to: 160)
    try log.record("daily.health", .succeeded, from: 200, to: 210)
    for (index, outcome) in TaskOutcome.allCases.filter(\.isFailedTry).enumerated() where outcome != .interrupted {
      try log.record("daily.health", outcome, from: 300 + 20 * Int64(index), to: 310 + 20 * Int64(index))
    }
    try log.record("weekly.health", .failed, from: 305, to: 306)
    let history = try history(in: 300..<1000)
    #expect(history.lastSuccess == Fixture.time(200))
    #expect(history.failures == [failure(300, 310), failure(320, 330), failure(340, 350), failure(360, 370)])
    #expect(try self.history(in: 0..<301).failures.count == 2)
  }

  @Test func whatWasSkippedIsDoneWithAndSaysNothingOfHowLongItTakes() throws {
    try log.record("daily.health", .succeeded, from: 100, to: 110)
    try log.record("daily.health", .skipped, from: 200, to: 201)
    #expect(try history(in: 150..<1000).lastSuccess == Fixture.time(200))
    let known = try log.history(for: [Fixture.name("daily.health")])
    #expect(known.lastSuccess[Fixture.name("daily.health")]?.startedAt == Fixture.time(200))
    #expect(known.durations[Fixture.name("daily.health")] == [Fixture.time(110) - Fixture.time(100)])
    #expect(
      try log.hasSucceeded(Fixture.name("daily.health"), for: Fixture.time(150)..<Fixture.time(1000)))
  }

  @Test func theWordsOfTheIndexAreThoseOfTheOutcomes() {
    for outcome in TaskOutcome.allCases {
      #expect(RunLog.isFailedTry.contains("outcome = '\(outcome.rawValue)'") == outcome.isFailedTry)
    }
  }

  @Test func whatFailedLongAgoWasTried() throws {
    try log.record("daily.health", .failed, from: 100, to: 110)
    #expect(try history(in: 500..<1000) == DueHistory(wasTried: true))
  }

  @Test func aTaskThatWasRefusedWasTriedWhenItEnded() throws {
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .refused, reason: "r"), at: Fixture.time(70)),
      .runFinished(.humanNeeded, at: Fixture.time(71)),
    ])
    #expect(run == 1)
    #expect(try history(in: 0..<1000).failures == [failure(70, 70)])
  }

  @Test func anInterruptedTryEndedWhenThatWasFound() throws {
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
    try log.write([.taskStarted(task: 0, at: Fixture.time(70))])
    #expect(try history(in: 0..<1000) == DueHistory(wasTried: false))
    #expect(try log.openTasks().map(\.name) == [Fixture.name("daily.health")])
    _ = try log.reconcile(isAlive: { _, _ in false }, now: Fixture.time(500))
    #expect(try history(in: 0..<1000).failures == [failure(70, 500)])
    #expect(try log.openTasks().isEmpty)
  }

  @Test func aSuccessThatWasTakenBackIsNone() throws {
    try log.record("daily.health", .succeeded, from: 100, to: 110)
    let run = try log.record("daily.health", .succeeded, from: 200, to: 210)
    var header = Fixture.header
    header.rollsBack = run
    _ = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(300)),
      .taskFinished(task: 0, TaskResult(outcome: .rolledBack), at: Fixture.time(310)),
      .runFinished(.rolledBack, at: Fixture.time(311)),
    ])
    var back = failure(300, 310)
    back.isRollback = true
    #expect(try history(in: 150..<1000) == DueHistory(lastSuccess: Fixture.time(100), failures: [back]))
  }

  /// Half taken back is not done, and a way back that was never begun changes nothing.
  @Test(arguments: [TaskOutcome.rollbackFailed, .interrupted, .refused, .notNow])
  func aRollbackThatWasBegunLeavesNoSuccess(_ outcome: TaskOutcome) throws {
    try log.record("daily.health", .succeeded, from: 100, to: 110)
    let run = try log.record("daily.health", .succeeded, from: 200, to: 210)
    var header = Fixture.header
    header.rollsBack = run
    _ = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
    if outcome == .rollbackFailed || outcome == .interrupted {
      try log.write([.taskStarted(task: 0, at: Fixture.time(300))] + Fixture.running(Fixture.step(0, .rollback)))
    }
    if outcome == .interrupted {
      _ = try log.reconcile(isAlive: { _, _ in false }, now: Fixture.time(500))
    } else {
      try log.write([
        .taskFinished(task: 0, TaskResult(outcome: outcome, reason: "r"), at: Fixture.time(310)),
        .runFinished(.humanNeeded, at: Fixture.time(311)),
      ])
    }
    let stands = outcome == .refused || outcome == .notNow
    #expect(try history(in: 150..<1000).lastSuccess == Fixture.time(stands ? 200 : 100))
    let name = Fixture.name("daily.health")
    #expect(try log.history(for: [name]).lastSuccess[name]?.run == (stands ? run : 1))
    #expect(try log.tasksNotStanding(of: run) == (stands ? [] : [name]))
    #expect(try log.tasksTakenBack(of: run).isEmpty)
  }

  private func record(dueAt: Int64, _ outcome: TaskOutcome, from: Int64, to: Int64) throws {
    var plan = Fixture.plan(["daily.health"])
    plan.tasks[0].dueAt = Fixture.time(dueAt)
    _ = try log.beginRun(Fixture.header, plan: plan)
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(from)),
      .taskFinished(task: 0, TaskResult(outcome: outcome, reason: "r"), at: Fixture.time(to)),
      .runFinished(.failed, at: Fixture.time(to + 1)),
    ])
  }

  @Test func aTryCountsForTheSlotThatItWasSelectedFor() throws {
    try record(dueAt: 100, .failed, from: 290, to: 295)
    #expect(try history(in: 0..<200).failures == [failure(100, 295)])
    #expect(try history(in: 200..<1000).failures.isEmpty)
    try record(dueAt: 100, .succeeded, from: 300, to: 310)
    let found = try history(in: 0..<200)
    #expect(found.lastSuccess == Fixture.time(100) && found.lastStart == Fixture.time(300))
    // A later one may count for less; the latest is the one that counts for most.
    try log.record("daily.health", .succeeded, from: 350, to: 360)
    try record(dueAt: 150, .succeeded, from: 400, to: 410)
    #expect(try history(in: 0..<1000).lastSuccess == Fixture.time(350))
    let before = try history(in: 0..<300)
    #expect(before.lastSuccess == Fixture.time(150) && before.lastStart == Fixture.time(400))
  }

  /// The end of a try lies after now: the clock was set back since.
  @Test func howLongAgoAnotherClockTells() throws {
    var header = Fixture.header
    header.sinceBoot = .microseconds(5_000)
    let run = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(800)),
      .taskFinished(task: 0, TaskResult(outcome: .failed, reason: "r"), at: Fixture.time(900)),
      .runFinished(.failed, at: Fixture.time(901)),
    ])
    try log.note(
      end: ClockReading(wall: Fixture.time(901), sinceBoot: .microseconds(5_100), bootID: "boot-1"), ofRun: run)
    func end(_ sinceBoot: Int64?, _ boot: String) throws -> Timestamp? {
      let reading = ClockReading(
        wall: Fixture.time(700), sinceBoot: sinceBoot.map { .microseconds($0) }, bootID: boot)
      let stretch = Fixture.time(0)..<Fixture.time(1000)
      return try log.dueHistories(of: [(Fixture.name("daily.health"), stretch)], clock: reading)[0].failures[0].end
    }
    #expect(try end(5_130, "boot-1") == Fixture.time(670))
    // It was over when this boot began.
    #expect(try end(60, "boot-2") == Fixture.time(640))
    #expect(try end(nil, "boot-1") == Fixture.time(700))
    #expect(try history(in: 0..<1000).failures[0].end == Fixture.time(900))
  }

  /// The clock was ahead until 900, then right again at 300.
  @Test func whatWasLoggedByAClockThatWasAheadIsLeftOut() throws {
    try log.record("daily.health", .succeeded, from: 200, to: 210)
    try log.record("daily.health", .succeeded, from: 900, to: 910)
    #expect(try history(in: 200..<400).lastSuccess == Fixture.time(200))
    #expect(try history(in: 850..<1000).lastSuccess == Fixture.time(900))
    try log.record("daily.health", .succeeded, from: 300, to: 310)
    #expect(try history(in: 200..<400).lastSuccess == Fixture.time(300))
    #expect(try history(in: 200..<250).lastSuccess == Fixture.time(200))
    #expect(try history(in: 850..<1000).lastSuccess == Fixture.time(900))
    try log.record("daily.health", .succeeded, from: 950, to: 960)
    #expect(try history(in: 850..<1000).lastSuccess == Fixture.time(950))
  }

  /// Whatever the clock did: the same as by a look at every row.
  @Test(arguments: UInt64(1)...40) func itIsWhatAllRowsSay(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var clock: Int64 = 10_000
    var tries: [(start: Int64, succeeded: Bool)] = []
    for _ in 0..<30 {
      let jumps = Int.random(in: 0..<5, using: &generator) == 0
      clock +=
        jumps ? Int64.random(in: -3_000...3_000, using: &generator) : Int64.random(in: 1...100, using: &generator)
      clock = max(clock, 1)
      let succeeded = Bool.random(using: &generator)
      tries.append((clock, succeeded))
      try log.record("daily.health", succeeded ? .succeeded : .failed, from: clock, to: clock + 5)
      let start = max(0, clock + Int64.random(in: -500...100, using: &generator))
      let stretch = start..<(start + Int64.random(in: 1...800, using: &generator))
      let found = try history(in: stretch)
      let successes = tries.filter { $0.succeeded && $0.start < stretch.upperBound }.map(\.start)
      #expect(found.lastSuccess == successes.max().map(Fixture.time), "seed \(seed), \(tries), \(stretch)")
      let failures = tries.filter { !$0.succeeded && stretch.contains($0.start) }.map {
        failure($0.start, $0.start + 5)
      }
      #expect(found.failures.sorted { $0.start < $1.start } == failures.sorted { $0.start < $1.start })
      #expect(found.wasTried)
    }
  }

  @Test func itIsReadFromTheIndexAndNotFromAllRuns() throws {
    func plan(_ query: String) throws -> String {
      var plan: [String] = []
      try log.connection.each("EXPLAIN QUERY PLAN \(query)") { plan.append($0.text(3)) }
      return plan.joined(separator: "; ")
    }
    let failures = try plan(RunLog.failedTries)
    #expect(failures.contains("USING INDEX task_failed_try (tier=? AND <expr>>? AND <expr><?)"), "\(failures)")
    let success = try plan(RunLog.latestSuccess)
    #expect(success.contains("USING INDEX task_success (name=? AND <expr><?)"), "\(success)")
    #expect(!success.contains("TEMP B-TREE"), "\(success)")
  }

  @Test func alertsAreToldOnceAndStandUntilASuccess() throws {
    let name = Fixture.name("daily.health")
    let day: Int64 = 86_400_000_000
    func alert(_ at: Int64, _ kind: Alert.Kind = .gaveUp) -> Alert {
      Alert(at: Fixture.time(at), level: .critical, kind: kind, task: name, text: "t \(at)")
    }
    #expect(try log.add(alert(100), unlessToldSince: Fixture.time(50)))
    #expect(try !log.add(alert(200), unlessToldSince: Fixture.time(50)))
    #expect(try log.isTold(.gaveUp, about: name, in: Fixture.time(100)...Fixture.time(200)))
    #expect(try !log.isTold(.gaveUp, about: name, in: Fixture.time(101)...Fixture.time(200)))
    // The clock was ahead when it was written.
    #expect(try !log.isTold(.gaveUp, about: name, in: Fixture.time(50)...Fixture.time(99)))
    #expect(try log.add(alert(60), unlessToldSince: Fixture.time(50)))
    #expect(try log.status(now: Fixture.time(70)).alerts.map(\.at) == [Fixture.time(60)])
    #expect(try log.add(alert(300), unlessToldSince: Fixture.time(150)))
    #expect(try log.add(Alert(at: Fixture.time(310), level: .warning, kind: .clockJump, run: 3, text: "clock")))
    #expect(try log.status(now: Fixture.time(400)).alerts.map(\.text) == ["clock", "t 300"])
    #expect(try log.clockJumps(inRuns: 3...3).map(\.text) == ["clock"])
    #expect(try log.clockJumps(inRuns: 4...9).isEmpty)
    // Clocks are of no interest for long, and a task that was given up is.
    #expect(try log.status(now: Fixture.time(310 + 8 * day)).alerts.map(\.text) == ["t 300"])
    #expect(try log.status(now: Fixture.time(310 + 401 * day)).alerts.isEmpty)
    try log.record("daily.health", .succeeded, from: 500, to: 510)
    #expect(try log.status(now: Fixture.time(600)).alerts.map(\.text) == ["clock"])
  }

  @Test func theLatestReadingIsThatOfTheEndOfTheLastRun() throws {
    #expect(try log.latestReading() == nil)
    var header = Fixture.header
    header.sinceBoot = .seconds(7)
    let run = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
    var latest = try #require(try log.latestReading())
    #expect(latest.reading == ClockReading(wall: Fixture.time(1), sinceBoot: .seconds(7), bootID: "boot-1"))
    try log.write([.runFinished(.succeeded, at: Fixture.time(90))])
    latest = try #require(try log.latestReading())
    #expect(latest.reading == ClockReading(wall: Fixture.time(90), sinceBoot: nil, bootID: "boot-1"))
    try log.note(
      end: ClockReading(wall: Fixture.time(91), sinceBoot: .seconds(9), bootID: "boot-1"), ofRun: run)
    latest = try #require(try log.latestReading())
    #expect(latest.reading == ClockReading(wall: Fixture.time(90), sinceBoot: .seconds(9), bootID: "boot-1"))
  }
}
