import Catalog
import Execution
import Scheduling
import Testing

@testable import RunLog

/// What a crash leaves open is marked, and what needs a human is remembered until somebody resolves it.
@Suite struct ReconcileTests {
  let folder = TemporaryFolder()

  private func reconcile(_ log: RunLog, alive: Set<Int32> = []) throws -> [InterruptedRun] {
    try log.reconcile(
      isAlive: { process, boot in boot == "boot-1" && alive.contains(process.pid) }, now: Fixture.time(99))
  }

  /// A run of three tasks: the first has succeeded, the second is in the step, the third was not started.
  private func crash(in step: StepKey, _ log: RunLog, upTo count: Int = .max) throws -> Int {
    let plan = Fixture.plan(["daily.health", "daily.rotate", "daily.verify"])
    let run = try log.beginRun(Fixture.header, plan: plan)
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(1)),
      .taskFinished(task: 0, TaskResult(outcome: .succeeded), at: Fixture.time(2)),
      .taskStarted(task: 1, at: Fixture.time(3)),
    ])
    try log.write(Array(Fixture.running(step).prefix(count)))
    return run
  }

  private static func survivor(of run: Int) -> Survivor {
    Survivor(
      run: run, task: Fixture.name("daily.rotate"), runbook: "rotate", step: "step 0",
      process: ProcessIdentity(pid: 100, startTime: 7), since: Fixture.time(21))
  }

  private func survivors(_ log: RunLog, alive: Set<Int32>, boot: String = "boot-1") throws -> [Survivor] {
    try log.survivors { process, bootID in bootID == boot && alive.contains(process.pid) }
  }

  @Test func whatOutlivedItsMaintIsToldUntilItEnds() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let number = try crash(in: Fixture.step(1, .change), log)
    // Of a live run nothing has survived.
    #expect(try survivors(log, alive: [100, 4711]).isEmpty)
    // Before anyone has marked the run, and for ever after.
    #expect(try survivors(log, alive: [100]) == [Self.survivor(of: number)])
    _ = try reconcile(log, alive: [100])
    try log.record("daily.rotate", .succeeded)
    for _ in 1...2 { #expect(try survivors(log, alive: [100]) == [Self.survivor(of: number)]) }
    #expect(try survivors(log, alive: []).isEmpty)
    #expect(try survivors(log, alive: [100], boot: "boot-2").isEmpty)
  }

  @Test func aProcessThatWasSeenToEndIsNoSurvivor() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try crash(in: Fixture.step(1, .change), log)
    try log.write(Fixture.ended(Fixture.step(1, .change)))
    // Spawned, but maint ended before it could write down the pid.
    try log.write(Array(Fixture.running(Fixture.step(1, .change, 1), pid: 101).prefix(2)))
    #expect(try survivors(log, alive: [100, 101]).isEmpty)
  }

  @Test func survivorsAreLookedForInTheLatest50Interruptions() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    for _ in 1...30 { _ = try crash(in: Fixture.step(1, .change), log) }
    _ = try reconcile(log)
    for _ in 31...60 { _ = try crash(in: Fixture.step(1, .change), log) }
    #expect(try survivors(log, alive: [100]).map(\.run) == Array(11...60))
    #expect(try reconcile(log).count == 30)
    var plan: [String] = []
    try log.connection.each(
      "EXPLAIN QUERY PLAN SELECT run FROM run WHERE outcome = 'interrupted' ORDER BY run DESC LIMIT 50"
    ) { plan.append($0.text(3)) }
    #expect(plan.allSatisfy { $0.contains("run_interrupted") })
  }

  @Test func aRunWhoseProcessIsGoneIsMarkedWithAllThatWasOpen() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let number = try crash(in: Fixture.step(1, .change), log)
    let found = try reconcile(log, alive: [100])
    #expect(
      found == [
        InterruptedRun(
          run: number,
          openTasks: [
            .init(name: Fixture.name("daily.rotate"), runbook: "rotate", stage: .change, changeIntended: true)
          ],
          notStarted: [Fixture.name("daily.verify")],
          survivors: [Self.survivor(of: number)])
      ])
    let run = try #require(try log.run(number))
    #expect(run.outcome == .interrupted && run.exitCode == nil && run.finishedAt == nil)
    #expect(run.interruptionFoundAt == Fixture.time(99))
    #expect(run.tasks.map(\.result?.outcome) == [.succeeded, .interrupted, .notStarted])
    #expect(run.tasks.map(\.needsHuman) == [false, true, false])
    let step = try #require(run.tasks[1].steps.first)
    #expect(step.outcome == .interrupted && step.finishedAt == nil && step.attempts[0].result?.outcome == .interrupted)
    #expect(try reconcile(log).isEmpty)
  }

  @Test func aLiveRunIsLeftAlone() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let number = try crash(in: Fixture.step(1, .change), log)
    #expect(try reconcile(log, alive: [4711]).isEmpty)
    #expect(try log.run(number)?.outcome == nil)
    #expect(try log.unresolved().isEmpty)
  }

  @Test(arguments: Stage.allCases) func onlyAChangeThatWasIntendedNeedsAHuman(_ stage: Stage) throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try crash(in: Fixture.step(1, stage), log)
    let changes = stage == .change || stage == .rollback
    #expect(try reconcile(log).first?.openTasks.first?.changeIntended == changes)
    #expect(try log.unresolved().map(\.runbook) == (changes ? ["rotate"] : []))
  }

  @Test func theIntentAloneCountsAndTheTestOfAnIfDoesNot() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try crash(in: Fixture.step(1, .change), log, upTo: 1)
    #expect(try reconcile(log).first?.openTasks.first?.changeIntended == false)
    let tested = try crash(in: Fixture.step(1, .change), log, upTo: 1)
    try log.write([.attemptIntended(Fixture.attempt(Fixture.step(1, .change), 0), at: Fixture.time(21))])
    #expect(try reconcile(log).first?.openTasks.first?.changeIntended == false)
    let intended = try crash(in: Fixture.step(1, .change), log, upTo: 2)
    #expect(try reconcile(log).first?.openTasks.first?.changeIntended == true)
    #expect(intended == tested + 1)
    #expect(try log.unresolved().map(\.run) == [intended])
  }

  @Test func whatNeedsAHumanStaysSoUntilItIsResolved() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let first = try log.record("daily.rotate", .rollbackFailed, run: .humanNeeded)
    let second = try log.record("daily.verify", .rollbackFailed, run: .humanNeeded)
    try log.record("daily.rotate", .refused)
    #expect(
      try log.unresolved() == [
        UnresolvedRunbook(
          runbook: "rotate", task: Fixture.name("daily.rotate"), run: first, outcome: .rollbackFailed,
          reason: "because"),
        UnresolvedRunbook(
          runbook: "verify", task: Fixture.name("daily.verify"), run: second, outcome: .rollbackFailed,
          reason: "because"),
      ])
    func resolve(_ run: Int, _ task: String?) throws {
      try log.resolve(
        run: run, task: task.map(Fixture.name), by: Actor(name: "anna", uid: 7), reason: "by hand",
        now: Fixture.time(200))
    }
    for (run, task) in [(first, "daily.verify"), (second + 1, nil), (77, nil)] {
      let failure = #expect(throws: RunLogFailure.self) { try resolve(run, task) }
      #expect(failure?.kind == .nothingToResolve)
    }
    #expect(
      try log.tasksToResolve(in: first) == [
        TaskToResolve(task: Fixture.name("daily.rotate"), runbook: "rotate", isRefused: true)
      ])
    #expect(throws: RunLogFailure.self) { try log.tasksToResolve(in: 77) }
    try resolve(first, "daily.rotate")
    #expect(try log.tasksToResolve(in: first).isEmpty)
    #expect(try log.unresolved().map(\.run) == [second])
    #expect(throws: RunLogFailure.self) { try resolve(first, nil) }
    try resolve(second, nil)
    #expect(try log.unresolved().isEmpty)
    let task = try #require(try log.run(first)?.tasks.first)
    #expect(task.resolution == Resolution(by: "anna", reason: "by hand", at: Fixture.time(200)))
    #expect(task.result?.outcome == .rollbackFailed)
  }

  @Test func aCleanupThatFailedIsListedUntilItIsResolved() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    func untidy(_ outcome: TaskOutcome) throws -> Int {
      let run = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.clean"]))
      try log.write([
        .taskStarted(task: 0, at: Fixture.time(1)),
        .taskFinished(task: 0, TaskResult(outcome: outcome, cleanupFailed: true), at: Fixture.time(2)),
        .runFinished(.humanNeeded, at: Fixture.time(3)),
      ])
      return run
    }
    for outcome in [TaskOutcome.succeeded, .rolledBack] {
      let run = try untidy(outcome)
      #expect(try log.unresolved().isEmpty)
      #expect(try log.tasksToResolve(in: run).map(\.isRefused) == [false])
      let before = try log.status(now: Fixture.time(5)).unhappyTasks
      #expect(before.map(\.run) == [run] && before[0].result.cleanupFailed && !before[0].isResolved)
      try log.resolve(run: run, task: nil, by: Actor(name: "anna", uid: 7), reason: "by hand", now: Fixture.time(200))
      // It has still not succeeded where it was rolled back.
      let after = try log.status(now: Fixture.time(5)).unhappyTasks
      #expect(after.map(\.isResolved) == (outcome == .succeeded ? [] : [true]))
    }
  }
}
