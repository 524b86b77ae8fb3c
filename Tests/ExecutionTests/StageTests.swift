import Catalog
import Execution
import Planning
import Testing

/// What happens to a task, by the stage in which it fails.
@Suite struct StageTests {
  private static let runbook = PlanBuilder.runbook { runbook in
    runbook.precheck = [PlanBuilder.step("look")]
    runbook.backup = [PlanBuilder.step("save")]
    runbook.change = [PlanBuilder.step("first", undo: "unfirst"), PlanBuilder.step("second", undo: "unsecond")]
    runbook.verify = [PlanBuilder.step("prove")]
    runbook.rollback = [PlanBuilder.step("back")]
    runbook.cleanup = [PlanBuilder.step("tidy")]
  }

  private static let seal = "seal"

  private func run(_ failing: [String: FakeWorld.Behaviour]) -> (RunSummary, FakeWorld, [String]) {
    let world = FakeWorld()
    world.behaviours = failing.mapValues { [$0] }
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.runbook]), in: world)
    #expect(world.violations.isEmpty)
    #expect(world.locksHeld == 0)
    return (summary, world, world.scripts.map { $0.contains("seal-backup") ? Self.seal : $0 })
  }

  private static let failing = FakeWorld.Behaviour(cause: .exited(1))

  @Test func succeeds() {
    let (summary, world, scripts) = run([:])
    #expect(summary.outcome == .succeeded)
    #expect(scripts == ["look", "save", Self.seal, "first", "second", "prove", "tidy"])
    #expect(world.discarded.isEmpty)
  }

  @Test func aFailedPrecheckTouchesNothing() {
    let (summary, world, scripts) = run(["look": Self.failing])
    #expect(summary.outcome == .failed)
    #expect(scripts == ["look", "tidy"])
    #expect(world.discarded == ["/backup/daily.t0"])
    #expect(summary.results[0].reason == "precheck step 'look' exited with 1")
  }

  @Test func aPrecheckMaySkipTheTaskAndWhatNeedsItGoesOn() {
    var runbook = Self.runbook
    runbook.precheck[0].onFailure = .skip
    let world = FakeWorld()
    world.behaviours = ["look": [Self.failing]]
    let after = PlanBuilder.runbook("after") { $0.precheck = [PlanBuilder.step("after")] }
    let summary = PlanBuilder.run(PlanBuilder.plan([runbook, after], needs: [[], [0]]), in: world)
    #expect(summary.outcome == .succeeded)
    #expect(summary.results.map(\.outcome) == [.skipped, .succeeded])
    #expect(summary.results[0].reason == "only where look")
    #expect(world.scripts == ["look", "tidy", "after"])
    #expect(world.discarded == ["/backup/daily.t0"])
  }

  @Test(arguments: [
    FakeWorld.Behaviour(cause: .signalled(9)), FakeWorld.Behaviour(startFailure: "no memory"),
    FakeWorld.Behaviour(lasts: 9_000_000),
  ]) func aTestThatGaveNoAnswerSkipsNothing(_ behaviour: FakeWorld.Behaviour) {
    var runbook = Self.runbook
    runbook.precheck[0].onFailure = .skip
    runbook.precheck[0].timeout = .seconds(1)
    let world = FakeWorld()
    world.behaviours = ["look": [behaviour]]
    #expect(PlanBuilder.run(PlanBuilder.plan([runbook]), in: world).results.map(\.outcome) == [.failed])
  }

  @Test func whereTheBackupIsLeftOutThereIsNone() {
    var runbook = Self.runbook
    runbook.backup = [PlanBuilder.step("save", condition: "if save")]
    runbook.change = [PlanBuilder.step("first", undo: "unfirst", condition: "if first")]
    let world = FakeWorld()
    world.behaviours = ["if save": [Self.failing], "if first": [Self.failing]]
    let summary = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world)
    #expect(summary.outcome == .succeeded)
    #expect(world.scripts == ["look", "if save", "if first", "prove", "tidy"])
    #expect(world.discarded == ["/backup/daily.t0"])
  }

  @Test func nothingIsChangedBeforeItIsBackedUp() {
    var runbook = Self.runbook
    runbook.backup = [PlanBuilder.step("save", condition: "if save")]
    let world = FakeWorld()
    world.behaviours = ["if save": [Self.failing]]
    let result = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world).results[0]
    #expect(result.outcome == .failed)
    #expect(
      result.reason
        == "change step 'first' was not begun: nothing is backed up, as each 'if' of the backup stage said no")
    #expect(world.scripts == ["look", "if save", "tidy"])
    #expect(world.discarded == ["/backup/daily.t0"])
  }

  @Test func aFailedBackupTouchesNothingAndIsDiscarded() {
    let (summary, world, scripts) = run(["save": Self.failing])
    #expect(summary.outcome == .failed)
    #expect(scripts == ["look", "save", "tidy"])
    #expect(world.discarded == ["/backup/daily.t0"])
  }

  @Test func aFailedChangeIsUndoneBackwardsTheFailedStepIncluded() {
    let (summary, world, scripts) = run(["second": Self.failing])
    #expect(summary.outcome == .rolledBack)
    #expect(scripts == ["look", "save", Self.seal, "first", "second", "unsecond", "unfirst", "back", "tidy"])
    #expect(world.discarded.isEmpty)
    #expect(summary.results[0].failedStep == StepKey(task: 0, stage: .change, position: 1))
  }

  @Test func aWayBackOfWhichNothingWasRunIsAWarning() {
    let runbook = PlanBuilder.runbook { runbook in
      runbook.change = [PlanBuilder.step("first")]
      runbook.rollback = [PlanBuilder.step("back", condition: "if back")]
    }
    let world = FakeWorld()
    world.behaviours = ["first": [Self.failing], "if back": [Self.failing]]
    let result = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world).results[0]
    #expect(result.outcome == .rolledBack && result.warnings == 1)
    #expect(result.reason == "change step 'first' exited with 1; nothing was run to take it back: each 'if' said no")
  }

  @Test func whatWasNotStartedIsNotUndone() {
    let (_, _, scripts) = run(["first": Self.failing])
    #expect(scripts == ["look", "save", Self.seal, "first", "unfirst", "back", "tidy"])
  }

  @Test func aFailedVerificationRollsBackEverything() {
    let (summary, _, scripts) = run(["prove": Self.failing])
    #expect(summary.outcome == .rolledBack)
    #expect(scripts.suffix(4) == ["unsecond", "unfirst", "back", "tidy"])
  }

  @Test func aFailedUndoStopsTheRollbackAndCallsForAHuman() {
    let (summary, _, scripts) = run(["prove": Self.failing, "unsecond": Self.failing])
    #expect(summary.outcome == .humanNeeded)
    #expect(summary.results[0].outcome == .rollbackFailed)
    #expect(scripts.suffix(2) == ["unsecond", "tidy"])
    let reason = "verify step 'prove' exited with 1; then rollback step 'undo: second' exited with 1"
    #expect(summary.results[0].reason == reason)
  }

  @Test func aFailedCleanupKeepsTheOutcomeAndCallsForAHuman() {
    let (summary, _, _) = run(["tidy": Self.failing])
    #expect(summary.results[0].outcome == .succeeded)
    #expect(summary.results[0].cleanupFailed)
    #expect(summary.outcome == .humanNeeded)
  }

  @Test func aChangeThatNothingUndoesIsNotCalledRolledBack() {
    let runbook = PlanBuilder.runbook {
      $0.change = [PlanBuilder.step("first", undo: "unfirst"), PlanBuilder.step("second")]
    }
    let world = FakeWorld()
    world.behaviours = ["second": [Self.failing]]
    let summary = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world)
    #expect(world.scripts == ["first", "second", "unfirst"])
    #expect(summary.results[0].outcome == .rollbackFailed)
    #expect(summary.results[0].reason?.hasSuffix("the change step 'second' was started and nothing undoes it") == true)
  }

  @Test func aChangeThatStillRunsIsNotCalledRolledBack() {
    var behaviour = Self.failing
    behaviour.stillRuns = true
    let (summary, _, _) = run(["second": behaviour])
    #expect(summary.results[0].outcome == .rollbackFailed)
    #expect(summary.outcome == .humanNeeded)
  }

  @Test(arguments: [false, true]) func aWayBackWaitsForAHostThatIsShortOfProcesses(failsLate: Bool) {
    let short = FakeWorld.Behaviour(startFailure: "no process", isShortage: true, failsLate: failsLate)
    let world = FakeWorld()
    world.behaviours = ["second": [Self.failing], "unsecond": [short, short, .init()]]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.runbook]), in: world)
    #expect(summary.results[0].outcome == .rolledBack)
    #expect(world.scripts.suffix(4) == ["unsecond", "unfirst", "back", "tidy"])
  }

  @Test func withoutAWayBackAFailedChangeIsNotCalledRolledBack() {
    let runbook = PlanBuilder.runbook {
      $0.change = [PlanBuilder.step("cut")]
      $0.noRollbackReason = "deleting cannot be undone"
    }
    let world = FakeWorld()
    world.behaviours = ["cut": [Self.failing]]
    let summary = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world)
    #expect(summary.results[0].outcome == .rollbackFailed)
    #expect(summary.results[0].reason?.contains("deleting cannot be undone") == true)
  }

  @Test(arguments: [false, true]) func aStepThatCouldNotBeStartedChangedNothing(failsLate: Bool) {
    let (summary, _, scripts) = run(["first": .init(startFailure: "no memory", failsLate: failsLate)])
    #expect(summary.outcome == .failed)
    #expect(!scripts.contains("unfirst"))
    #expect(summary.results[0].reason?.contains("no memory") == true)
  }

  @Test func stepsOfRollbackAndCleanupAreToldWhatHappened() {
    let (_, world, _) = run(["second": Self.failing])
    let back = world.commands.values.first { $0.script == "back" }
    let tidy = world.commands.values.first { $0.script == "tidy" }
    #expect(back?.environment.contains("MAINT_FAILED_STEP=change.2") == true)
    #expect(back?.environment.contains("MAINT_OUTCOME=failed") == true)
    #expect(tidy?.environment.contains("MAINT_OUTCOME=rolled_back") == true)
  }
}
