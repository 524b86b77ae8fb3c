import Execution
import Scheduling
import Testing

@testable import RunLog

/// What reports read of a period beside roll-ups.
@Suite struct PeriodTests {
  private let folder = TemporaryFolder()
  private let all = Fixture.time(0)..<Fixture.time(1_000_000)

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite) }

  /// Of the first task, failed at a step that printed the pieces, in two attempts.
  private func fail(_ log: RunLog, _ pieces: [String], _ outcome: TaskOutcome = .failed) throws -> Int {
    let number = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
    let step = Fixture.step()
    try log.write([.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(step))
    try log.write([Fixture.output(step, "of the first attempt\n")])
    let second = Fixture.attempt(step, 2)
    try log.write([
      .attemptFinished(Fixture.attempt(step), AttemptResult(outcome: .failed, exitCode: 1), at: Fixture.time(40)),
      .attemptIntended(second, at: Fixture.time(41)),
    ])
    for piece in pieces {
      try log.write([
        .output(second, OutputPiece(stream: .stderr, at: Fixture.time(42), content: .bytes(Array(piece.utf8))))
      ])
    }
    try log.write([
      .attemptFinished(second, AttemptResult(outcome: .failed, exitCode: 1), at: Fixture.time(43)),
      .stepFinished(step, .failed, attempts: 2, detail: "exited with 1", at: Fixture.time(44)),
      .taskFinished(
        task: 0, TaskResult(outcome: outcome, failedStep: step, reason: "because"), at: Fixture.time(50)),
      .runFinished(.failed, at: Fixture.time(60)),
    ])
    return number
  }

  @Test func aFailedTryIsToldWithTheLastLinesOfItsLastAttempt() throws {
    let log = try open()
    let run = try fail(log, ["one\ntw", "o\nthree\r\nfour"])
    try log.record("daily.health", .succeeded, run: .succeeded)
    try log.record("daily.health", .blocked)
    let failed = try log.failedTries(in: all)
    #expect(failed.map(\.run) == [run] && failed[0].outcome == .failed && failed[0].reason == "because")
    let detail = try log.detail(of: failed[0], lines: 10)
    #expect(
      detail.lines == ["one", "two", "three", "four"] && detail.why == "exited with 1" && detail.step == Fixture.step())
    #expect(try log.failedTries(in: Fixture.time(11)..<all.upperBound).isEmpty, "it began before")
    #expect(try log.lastTries(of: Fixture.name("daily.health"), upTo: 9, limit: 5).map(\.isFailed) == [false, true])
  }

  /// A line whose beginning was not read is left out; one that is all there is is shown as far as it is.
  @Test func longOutputIsCutAtALine() throws {
    let log = try open()
    let lines = (1...900).map { "line \($0)" }
    _ = try fail(log, [lines.joined(separator: "\n")])
    _ = try fail(log, [String(repeating: "x", count: 9_000)])
    let failed = try log.failedTries(in: all)
    #expect(try log.detail(of: failed[0], lines: 5).lines.map(\.count) == [4_096])
    let read = try log.detail(of: failed[1], lines: 10_000).lines
    #expect(read == Array(lines.suffix(read.count)) && read.count > 400)
  }

  @Test func whatWasTakenBackOnRequestIsNoFailure() throws {
    let log = try open()
    var header = Fixture.header
    header.rollsBack = try log.record("daily.health", .succeeded, run: .succeeded)
    for outcome in [TaskOutcome.rolledBack, .rollbackFailed] {
      _ = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
      try log.write([
        .taskStarted(task: 0, at: Fixture.time(10)),
        .taskFinished(task: 0, TaskResult(outcome: outcome), at: Fixture.time(50)),
        .runFinished(.rolledBack, at: Fixture.time(60)),
      ])
    }
    #expect(try log.failedTries(in: all).map(\.outcome) == [.rollbackFailed])
  }

  /// Of each run: whether a task of it began, belongs to an emergency, or has optimized something.
  @Test func runsAreMarkedByTheirTasks() throws {
    let log = try open()
    func run(_ tasks: [(name: String, outcome: TaskOutcome)]) throws {
      _ = try log.beginRun(Fixture.header, plan: Fixture.plan(tasks.map(\.name)))
      for (index, task) in tasks.enumerated() {
        let begins = task.outcome != .blocked
        try log.write(
          (begins ? [.taskStarted(task: index, at: Fixture.time(10))] : [])
            + [.taskFinished(task: index, TaskResult(outcome: task.outcome), at: Fixture.time(50))])
      }
      try log.write([.runFinished(.succeeded, at: Fixture.time(60))])
    }
    try run([("daily.health", .succeeded), ("daily.performance_optimization", .succeeded)])
    try run([("daily.performance_optimization", .failed), ("daily.health", .succeeded)])
    try run([("daily.health", .blocked)])
    try run([("daily.health", .blocked), ("emergency.patch", .succeeded), ("emergency.Optimization", .succeeded)])
    let found = try log.runSpans(in: all, dead: []).map {
      "\($0.run) \($0.hasBegunTask) \($0.isEmergency) \($0.hasOptimized)"
    }
    #expect(found == ["1 true false true", "2 true false false", "3 false false false", "4 true true true"])
  }
}
