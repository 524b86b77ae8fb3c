import Catalog
import Execution
import Planning
import Scheduling
import Testing

@testable import RunLog

@Suite struct QueryTests {
  let folder = TemporaryFolder()

  @Test func historyHoldsTheSuccessesNewestFirst() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let health = Fixture.name("daily.health")
    #expect(try log.history(for: [health]).lastSuccess.isEmpty)
    for index in 1...105 {
      try log.record("daily.health", .succeeded, from: 1000, to: 1000 + Int64(index))
    }
    try log.record("daily.health", .failed, from: 1000, to: 9000)
    try log.record("weekly.health", .succeeded, from: 1000, to: 1007)
    let history = try log.history(for: [health, Fixture.name("daily.rotate"), Fixture.name("daily.rotate")])
    #expect(
      history.lastSuccess == [health: .init(run: 105, startedAt: Fixture.time(1000), finishedAt: Fixture.time(1105))])
    #expect(history.durations[health] == (6...105).reversed().map { .microseconds($0) })
    #expect(history.durations.count == 1)
  }

  @Test func aClockThatWasSetBackLeavesNoDuration() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    try log.record("daily.health", .succeeded, from: 1000, to: 900)
    let history = try log.history(for: [Fixture.name("daily.health")])
    #expect(history.durations.isEmpty && history.lastSuccess.count == 1)
  }

  @Test func historyIsReadByNameNewestFirstWithoutSorting() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    var plan: [String] = []
    try log.connection.each(
      """
      EXPLAIN QUERY PLAN SELECT run, started_at, finished_at FROM task
      WHERE name = ? AND outcome = 'succeeded' AND started_at IS NOT NULL AND finished_at IS NOT NULL
        AND \(RunLog.stands)
      ORDER BY run DESC LIMIT 100
      """
    ) { plan.append($0.text(3)) }
    #expect(
      plan == [
        "SEARCH task USING INDEX task_name (name=?)", "CORRELATED SCALAR SUBQUERY 1",
        "SEARCH later USING COVERING INDEX run_rolls_back (rolls_back=?)", "SEARCH back USING PRIMARY KEY (run=?)",
      ])
  }

  @Test func samplesComeNewestFirst() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    for run in 1...3 {
      _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
      var report = StepReport()
      report.samples = [
        Sample(name: "disk", labels: "mount=\"/\"", value: Double(run)),
        Sample(name: "disk", labels: "mount=\"/var\"", value: Double(run) / 2), Sample(name: "load", value: 7),
      ]
      try log.write(Fixture.running(Fixture.step()) + [.reported(Fixture.step(), report, at: Fixture.time(Int64(run)))])
    }
    #expect(
      try log.samples(name: "disk", labels: "mount=\"/\"", last: 2) == [
        SampleRecord(labels: "mount=\"/\"", value: 3, at: Fixture.time(3), run: 3),
        SampleRecord(labels: "mount=\"/\"", value: 2, at: Fixture.time(2), run: 2),
      ])
    #expect(try log.samples(name: "disk", labels: nil, last: 3).map(\.value) == [1.5, 3, 1])
    #expect(try log.samples(name: "load", labels: "", last: 9).count == 3)
    #expect(try log.samples(name: "load", labels: "x", last: 9).isEmpty)
  }

  @Test func statusTellsWhatRunsWhatFailedAndWhatNeedsAHuman() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    #expect(try log.status(now: Fixture.time(5)) == HostStatus(at: Fixture.time(5)))
    try log.record("daily.health", .failed)
    try log.record("daily.rotate", .succeeded)
    try log.record("daily.verify", .rollbackFailed)
    try log.record("daily.health", .succeeded)
    try log.record("daily.rotate", .failed)
    let cleanup = Fixture.step(0, .cleanup, 3)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.clean"]))
    try log.write(
      Fixture.running(cleanup) + [
        .taskFinished(
          task: 0, TaskResult(outcome: .succeeded, cleanupFailed: true, failedStep: cleanup), at: Fixture.time(70)),
        .runFinished(.humanNeeded, at: Fixture.time(71)),
      ])
    let running = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health", "daily.rotate", "daily.x"]))
    try log.write(
      [.taskStarted(task: 0, at: Fixture.time(1)), .taskStarted(task: 1, at: Fixture.time(1))]
        + Fixture.running(Fixture.step(0)) + Fixture.ended(Fixture.step(0)) + Fixture.running(Fixture.step(0, .change))
        + [.taskFinished(task: 1, TaskResult(outcome: .failed), at: Fixture.time(80))])

    let status = try log.status(now: Fixture.time(5))
    #expect(status.lastRuns.mapValues(\.number) == [.daily: running])
    #expect(status.running.map(\.number) == [running])
    #expect(status.running[0].tasks.map(\.name.name) == ["health"] && status.running[0].taskCount == 3)
    #expect(status.running[0].tasks[0].steps.map(\.key.stage) == [.change])
    #expect(status.unresolved.map(\.runbook) == ["verify"])
    #expect(status.unhappyTasks.map(\.name.name) == ["clean", "rotate", "verify"])
    #expect(status.unhappyTasks[0].result.failedStep == cleanup && status.unhappyTasks[0].result.cleanupFailed)
    #expect(status.unhappyTasks[1].run == running && status.unhappyTasks[1].finishedAt == Fixture.time(80))
  }

  /// What is written meanwhile is of another moment, and what there was nothing of is told as that.
  @Test func allThatIsReadOfOneMomentIsOfThat() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    try log.record("daily.verify", .succeeded)
    let reader = try RunLog.open(state: folder.state, access: .readOnly)
    func found() throws -> [Int] { [try reader.runs(limit: 9).count, try reader.unresolved().count] }
    let moment: Result<[[Int]], any Error> = try reader.atOneMoment {
      let before = try found()
      try log.record("daily.verify", .rollbackFailed)
      return [before, try found()]
    }
    #expect(try moment.get() == [[1, 0], [1, 0]])
    #expect(try found() == [2, 1])
    #expect(try reader.atOneMoment(found).get() == [2, 1])
  }

  /// Each tier has the last run that had it as its target, also where another tier, or the log, has the same.
  @Test func aRunMayBeTheLastOfSeveralTiers() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    try log.record("daily.health", .succeeded)
    var header = Fixture.header
    header.targets = [.tier(.daily), .tier(.weekly)]
    let both = try log.beginRun(header, plan: Fixture.plan(["daily.health", "weekly.audit"]))
    let status = try log.status(now: Fixture.time(5))
    #expect(status.lastRuns.mapValues(\.number) == [.daily: both, .weekly: both] && status.lastRun?.number == both)
    #expect(status.lastTaskRuns.isEmpty)
    header.targets = [.task(Fixture.name("weekly.audit"))]
    let single = try log.beginRun(header, plan: Fixture.plan(["weekly.audit"]))
    #expect(try log.status(now: Fixture.time(6)).lastTaskRuns.mapValues { $0.map(\.number) } == [.weekly: [single]])
  }

  /// That a task was refused or could not run now does not hide how it ended before.
  @Test(arguments: [TaskOutcome.refused, .notNow, .deferred]) func whatDidNotRunSaysNothingOfTheHost(
    _ outcome: TaskOutcome
  ) throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    func unhappy() throws -> [HostStatus.UnhappyTask] { try log.status(now: Fixture.time(5)).unhappyTasks }
    // With nothing before it, it stands for the task, which has never succeeded; but for a deferral, which is as planned.
    try log.record("daily.health", outcome)
    #expect(try unhappy().map(\.result.outcome) == (outcome == .deferred ? [] : [outcome]))
    try log.record("daily.health", .succeeded)
    try log.record("daily.health", outcome)
    #expect(try unhappy().isEmpty)
    let failed = try log.record("daily.health", .failed)
    for _ in 1...3 { try log.record("daily.health", outcome) }
    #expect(try unhappy().map(\.run) == [failed])
    #expect(try unhappy().map(\.result.outcome) == [.failed])
  }

  @Test func warningsAreCountedByRunWhileTheyAreTheLatestWord() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    func record(_ name: String, _ outcome: TaskOutcome, warnings: Int) throws -> Int {
      let run = try log.beginRun(Fixture.header, plan: Fixture.plan([name]))
      try log.write([
        .taskStarted(task: 0, at: Fixture.time(1)),
        .taskFinished(task: 0, TaskResult(outcome: outcome, warnings: warnings), at: Fixture.time(2)),
        .runFinished(outcome == .succeeded ? .succeeded : .failed, at: Fixture.time(3)),
      ])
      return run
    }
    let first = try record("daily.health", .succeeded, warnings: 2)
    _ = try record("daily.rotate", .failed, warnings: 5)
    let last = try record("daily.verify", .succeeded, warnings: 1)
    let status = try log.status(now: Fixture.time(5))
    #expect(status.warnings == [first: 2, last: 1])
    #expect(status.unhappyTasks.map(\.name.name) == ["rotate"] && status.lastRun?.number == last)
    #expect(status.lastRun?.warnings == 1)
    #expect(try log.runs(limit: 9).map(\.warnings) == [1, 5, 2])
    _ = try record("daily.health", .succeeded, warnings: 0)
    #expect(try log.status(now: Fixture.time(5)).warnings == [last: 1])
  }

  @Test func aTaskThatWaitsForALockRunsNow() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try log.write([.waitingForLock(task: 0, lock: "apt", holder: "pid 7", at: Fixture.time(9))])
    let tasks = try log.status(now: Fixture.time(10)).running.first?.tasks
    #expect(tasks?.map(\.name.name) == ["health"] && tasks?.first?.lockWait?.lock == "apt")
    try log.write([.taskFinished(task: 0, TaskResult(outcome: .notNow), at: Fixture.time(11))])
    #expect(try log.status(now: Fixture.time(12)).running.first?.tasks == [])
  }
}
