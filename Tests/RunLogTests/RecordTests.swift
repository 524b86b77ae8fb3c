import Catalog
import Execution
import Planning
import Scheduling
import Testing

@testable import RunLog

/// What the journal is told comes back as records.
@Suite struct RecordTests {
  let folder = TemporaryFolder()

  @Test func aRunComesBackWithAllThatBelongsToIt() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    #expect(try log.beginRun(Fixture.header, plan: Fixture.plan()) == 1)
    let check = Fixture.step()
    let undo = Fixture.step(0, .rollback, 2, isUndo: true)
    var report = StepReport()
    report.samples = [Sample(name: "load", labels: "cpu=\"0\"", value: 1.5), Sample(name: "odd", value: .nan)]
    report.summary = "# fine\n"
    report.environment = [.init(name: "A", value: "1"), .init(name: "A", value: "")]
    report.warnings = ["hot"]
    var result = AttemptResult(outcome: .failed, exitCode: nil, signal: 9, detail: "killed")
    result.used.userTime = .microseconds(3)
    result.used.systemTime = .milliseconds(4)
    result.used.peakMemoryBytes = 5_000_000_000
    result.used.readBytes = 512
    result.used.writtenBytes = 1 << 40
    try log.write(
      [
        .waitingForLock(task: 0, lock: "packages", holder: "run 9", at: Fixture.time(9)),
        .taskStarted(task: 0, at: Fixture.time(10)),
        .stepStarted(check, name: "load", script: "uptime", at: Fixture.time(20)),
        .attemptIntended(Fixture.attempt(check, 0), at: Fixture.time(21)),
        .attemptIntended(Fixture.attempt(check, 1), at: Fixture.time(22)),
        .attemptStarted(Fixture.attempt(check, 1), ProcessIdentity(pid: 100, startTime: 1 << 40)),
        .attemptFinished(Fixture.attempt(check, 1), result, at: Fixture.time(30)),
        .reported(check, report, at: Fixture.time(31)), .reported(check, report, at: Fixture.time(32)),
        .stepFinished(check, .failed, attempts: 1, detail: "killed by KILL", at: Fixture.time(33)),
      ] + Fixture.running(undo) + [
        .taskFinished(
          task: 0,
          TaskResult(
            outcome: .failed, cleanupFailed: true, warnings: 2, failedStep: check, reason: "the check failed"),
          at: Fixture.time(50)),
        .stopRequested(signal: 15, isSecond: false, at: Fixture.time(51)),
        .stopRequested(signal: 2, isSecond: true, at: Fixture.time(52)),
        .runFinished(.stopped, at: Fixture.time(60)),
      ], synced: true)

    let run = try #require(try log.run(1))
    #expect(run.header == Fixture.header)
    #expect(run.outcome == .stopped && run.exitCode == 143 && run.stopSignal == 15)
    #expect(run.finishedAt == Fixture.time(60) && run.taskCount == 2 && run.taskOutcomes == [.failed: 1])
    let task = try #require(run.tasks.first)
    #expect(task.parameters == Fixture.plan().tasks[0].parameters)
    #expect(task.lockWait == .init(lock: "packages", holder: "run 9", since: Fixture.time(9)))
    #expect(
      task.result
        == TaskResult(
          outcome: .failed, cleanupFailed: true, warnings: 2, failedStep: check, reason: "the check failed"))
    #expect(
      run.tasks[1].needs == [
        .init(task: Fixture.name("daily.health")), .init(task: Fixture.name("weekly.audit"), metByRun: 3),
      ])
    #expect(task.steps.map(\.key) == [check, undo])
    let step = task.steps[0]
    #expect(
      step.name == "load" && step.script == "uptime" && step.outcome == .failed && step.detail == "killed by KILL")
    #expect(step.attempts.map(\.number) == [0, 1])
    #expect(step.attempts[1].process == ProcessIdentity(pid: 100, startTime: 1 << 40))
    #expect(step.attempts[1].result == result && step.attempts[1].finishedAt == Fixture.time(30))
    #expect(step.report.summary == "# fine\n# fine\n" && step.report.warnings == ["hot", "hot"])
    #expect(step.report.environment.map(\.value) == ["1", "", "1", ""])
    #expect(step.report.samples.map(\.name) == ["load", "odd", "load", "odd"] && step.report.samples[1].value.isNaN)
    #expect(task.steps[1].attempts[0].result == nil)
  }

  @Test func runNumbersAreNeverUsedTwice() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    try log.record("daily.health", .succeeded)
    try log.record("daily.health", .succeeded)
    try log.connection.execute("DELETE FROM run")
    #expect(try log.record("daily.health", .succeeded) == 3)
    #expect(try log.runs(limit: 9).map(\.number) == [3])
    #expect(try log.run(1) == nil)
  }

  @Test func runsAreListedNewestFirstInPages() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    for _ in 1...5 { try log.record("daily.health", .succeeded, run: .succeeded) }
    #expect(try log.runs(limit: 2).map(\.number) == [5, 4])
    #expect(try log.runs(limit: 2, before: 4).map(\.number) == [3, 2])
    #expect(try log.runs(limit: 1).first?.exitCode == 0)
  }

  @Test func everyCaseOfTheEnumerationsIsAdmittedByTheSchema() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    for outcome in TaskOutcome.allCases { try log.record("daily.health", outcome) }
    for outcome in RunOutcome.allCases { try log.record("daily.health", .failed, run: outcome) }
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    for stage in Stage.allCases {
      for (position, outcome) in StepOutcome.allCases.enumerated() {
        let step = Fixture.step(0, stage, position)
        try log.write(Fixture.running(step) + Fixture.ended(step, outcome))
      }
    }
    for stream in OutputPiece.Stream.allCases { try log.write([Fixture.output(Fixture.step(), "x", stream)]) }
    #expect(try log.integrity() == ["ok"])
  }

  @Test func outputComesInOrderWithItsMarks() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan())
    let (first, second) = (Fixture.step(0), Fixture.step(1))
    let mark = OutputPiece(stream: .stdout, at: Fixture.time(31), content: .omitted(1234))
    try log.write(Fixture.running(second) + Fixture.running(first))
    try log.write([Fixture.output(second, "2a", .stderr, at: 29), Fixture.output(first, "1a")])
    try log.write([.output(Fixture.attempt(first), mark), Fixture.output(first, "", .stderr)])
    try log.write([.attemptIntended(Fixture.attempt(first, 2), at: Fixture.time(50))])
    var retried = mark
    retried.content = .bytes([0, 255])
    try log.write([.output(Fixture.attempt(first, 2), retried), Fixture.output(second, "2b")])

    func pieces(_ task: String? = nil, _ step: StepKey? = nil) throws -> [OutputRecord] {
      var found: [OutputRecord] = []
      try log.output(run: run, task: task.map(Fixture.name), step: step) {
        found.append($0)
        return true
      }
      return found
    }
    let all = try pieces()
    #expect(
      all.map(\.piece.content) == [
        .bytes(Array("1a".utf8)), .omitted(1234), .bytes([]), .bytes([0, 255]), .bytes(Array("2a".utf8)),
        .bytes(Array("2b".utf8)),
      ])
    #expect(all[4].piece.stream == .stderr && all[4].piece.at == Fixture.time(29))
    #expect(all[3].attempt == Fixture.attempt(first, 2) && all[4].task == Fixture.name("daily.rotate"))
    #expect(try pieces("daily.rotate") == Array(all[4...]) && (try pieces(nil, first)) == Array(all[..<4]))
    #expect(try pieces("daily.nothing").isEmpty)
    var count = 0
    try log.output(run: run) { _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
  }

  @Test func aFloodOfOutputIsWrittenBeforeTheCommit() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try log.write(Fixture.running(Fixture.step()))
    let text = String(repeating: "x", count: 1 << 16)
    for _ in 1...40 {
      try log.append(Fixture.output(Fixture.step(), text))
      #expect(log.pending.outputBytes < 1 << 20)
    }
  }

  @Test func anEventOfAStepThatWasNeverStartedIsRefused() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    #expect(throws: JournalFailure.self) { try log.append(Fixture.output(Fixture.step(), "x")) }
  }

  @Test func aProcessThatWasWrittenBeforeItsOutcomeStaysThere() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    let step = Fixture.step()
    try log.write(Fixture.running(step, pid: 100))
    try log.write(Fixture.ended(step))
    let attempt = try #require(try log.run(1)?.tasks.first?.steps.first?.attempts.first)
    #expect(attempt.process == ProcessIdentity(pid: 100, startTime: 7) && attempt.result?.outcome == .succeeded)
  }
}
