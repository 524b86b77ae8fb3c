import Catalog
import Execution
import Glibc
import Planning
import Scheduling
import Testing

/// Tasks against each other: needs, jobs, locks, signals, a failing log.
@Suite struct RunTests {
  private static func work(_ script: String, undo: String? = nil) -> Runbook {
    PlanBuilder.runbook(script) { $0.change = [PlanBuilder.step(script, undo: undo)] }
  }

  private static let failing = FakeWorld.Behaviour(cause: .exited(1))

  @Test func whatNeedsAFailedTaskIsBlockedAndTheRestGoesOn() {
    let world = FakeWorld()
    world.behaviours = ["a": [Self.failing]]
    let plan = PlanBuilder.plan(
      [Self.work("a", undo: "una"), Self.work("b"), Self.work("c"), Self.work("d")], needs: [[], [0], [1], []])
    let summary = PlanBuilder.run(plan, in: world)
    #expect(summary.results.map(\.outcome) == [.rolledBack, .blocked, .blocked, .succeeded])
    #expect(summary.outcome == .rolledBack)
    #expect(summary.results[2].reason == "it needs daily.t1, which was blocked")
    #expect(world.violations.isEmpty)
  }

  @Test func failFastStartsNothingMore() {
    let world = FakeWorld()
    world.behaviours = ["a": [Self.failing]]
    let plan = PlanBuilder.plan([Self.work("a", undo: "una"), Self.work("b"), Self.work("c")])
    let summary = PlanBuilder.run(plan, in: world) { $0.failFast = true }
    #expect(summary.results.map(\.outcome) == [.rolledBack, .notStarted, .notStarted])
    #expect(world.scripts == ["a", "una"])
  }

  @Test func jobsRunAtOnceAndNoMore() {
    let world = FakeWorld()
    let plan = PlanBuilder.plan((0..<9).map { Self.work("s\($0)") }, jobs: 3)
    #expect(PlanBuilder.run(plan, in: world).outcome == .succeeded)
    #expect(world.mostAtOnce == 3)
    #expect(world.time == 1_000_000 + 3_000)
  }

  @Test func tasksWithTheSameLockNeverRunAtOnce() {
    let world = FakeWorld()
    let books = (0..<4).map { index in
      var book = Self.work("s\(index)")
      book.locks = index < 3 ? ["packages"] : []
      return book
    }
    #expect(PlanBuilder.run(PlanBuilder.plan(books, jobs: 4), in: world).outcome == .succeeded)
    #expect(world.mostAtOnce == 2)
    #expect(world.scripts == ["s0", "s3", "s1", "s2"])
  }

  @Test func aForeignLockIsWaitedFor() {
    let world = FakeWorld()
    world.foreignLocks = ["packages": 6_000_000]
    var book = Self.work("a")
    book.locks = ["packages"]
    let summary = PlanBuilder.run(PlanBuilder.plan([book, Self.work("b")]), in: world)
    #expect(summary.outcome == .succeeded)
    #expect(world.scripts == ["b", "a"])
    #expect(world.time >= 6_000_000)
  }

  @Test func aForeignLockIsNotWaitedForBeyondTheLimit() {
    let world = FakeWorld()
    world.foreignLocks = ["packages": .max]
    var book = Self.work("a")
    book.locks = ["packages"]
    let summary = PlanBuilder.run(PlanBuilder.plan([book]) { $0.defaults.lockWait = .seconds(3) }, in: world)
    #expect(summary.outcome == .notNow)
    #expect(summary.results[0].reason?.contains("pid 99") == true)
    #expect(world.time == 4_000_000)
  }

  @Test func aTaskThatRunsElsewhereIsNotRunTwice() {
    let world = FakeWorld()
    world.foreignLocks = ["task.daily.t0": .max]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work("a")]), in: world)
    #expect(summary.results[0].outcome == .notNow)
    #expect(world.time == 1_000_000)
  }

  @Test func aRefusedRunbookNeedsAHuman() {
    let world = FakeWorld()
    world.refusals = ["a": (0, "run 3 left it half-done")]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work("a")]), in: world)
    #expect(summary.outcome == .humanNeeded)
    #expect(world.scripts.isEmpty)
  }

  @Test func whoeverHeldTheLockMayHaveLeftTheRunbookHalfDone() {
    let world = FakeWorld()
    world.foreignLocks = ["packages": 3_000_000]
    world.refusals = ["a": (2_000_000, "run 3 left it half-done")]
    var book = Self.work("a")
    book.locks = ["packages"]
    let summary = PlanBuilder.run(PlanBuilder.plan([book]), in: world)
    #expect(summary.results[0].outcome == .refused)
    #expect(world.scripts.isEmpty && world.locksHeld == 0)
  }

  @Test func manyTasksThatWaitForOneLockAreToldOnceEach() {
    let world = FakeWorld()
    let books = (0..<60).map { index in
      var book = Self.work("s\(index)")
      book.locks = ["packages"]
      return book
    }
    #expect(PlanBuilder.run(PlanBuilder.plan(books, jobs: 2), in: world).outcome == .succeeded)
    let told = world.events.filter { if case .waitingForLock = $0 { true } else { false } }
    #expect(told.count < 60)
    #expect(world.lockRequests < 200)
  }

  @Test func aSignalBeforeTheFirstStepStartsNothing() {
    let world = FakeWorld()
    world.signals = [(1_000_000, SIGTERM)]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work("a", undo: "una")]), in: world)
    #expect(summary.outcome == .stopped)
    #expect(world.scripts.isEmpty)
  }

  @Test func aRunbookThatCouldNotBeRolledBackIsRefusedInTheSameRunToo() {
    let world = FakeWorld()
    world.behaviours = ["a": [Self.failing], "una": [Self.failing]]
    let book = Self.work("a", undo: "una")
    let summary = PlanBuilder.run(PlanBuilder.plan([book, book]), in: world)
    #expect(summary.results.map(\.outcome) == [.rollbackFailed, .refused])
    #expect(world.scripts == ["a", "una"])
  }

  @Test func aWaitThatIsOverWhileAllPlacesAreTakenDoesNotKeepTheLoopAwake() {
    let world = FakeWorld()
    world.foreignLocks = ["packages": .max]
    world.behaviours = ["b": [.init(lasts: 60_000_000)]]
    var book = Self.work("a")
    book.locks = ["packages"]
    let summary = PlanBuilder.run(
      PlanBuilder.plan([book, Self.work("b")]) { $0.defaults.lockWait = .seconds(2) }, in: world)
    #expect(summary.results.map(\.outcome) == [.notNow, .succeeded])
    #expect(world.waits < 400)
  }

  @Test func aRollbackStepIsRetriedAlsoAfterASignal() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 60_000_000)], "back": [Self.failing, .init()]]
    world.signals = [(2_000_000, SIGTERM)]
    let book = PlanBuilder.runbook {
      $0.change = [PlanBuilder.step("a")]
      $0.rollback = [PlanBuilder.step("back") { $0.retries = 1 }]
    }
    let summary = PlanBuilder.run(PlanBuilder.plan([book]), in: world)
    #expect(summary.results[0].outcome == .rolledBack)
    #expect(world.scripts == ["a", "back", "back"])
  }

  @Test func aSignalStopsTheStepRollsBackAndStartsNothingMore() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 60_000_000)]]
    world.signals = [(2_000_000, SIGTERM)]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work("a", undo: "una"), Self.work("b")]), in: world)
    #expect(summary.outcome == .stopped)
    #expect(summary.signal == SIGTERM)
    #expect(summary.results.map(\.outcome) == [.rolledBack, .notStarted])
    #expect(world.scripts == ["a", "una"])
  }

  @Test func theSecondSignalSkipsTheGracePeriodAndStillRollsBack() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 60_000_000, heedsTerm: false)]]
    world.signals = [(2_000_000, SIGINT), (3_000_000, SIGINT)]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work("a", undo: "una")]), in: world)
    #expect(summary.results[0].outcome == .rolledBack)
    #expect(world.time == 3_001_000)
  }

  @Test func aSignalDuringTheRollbackLetsItEnd() {
    let world = FakeWorld()
    world.behaviours = ["a": [Self.failing], "una": [.init(lasts: 5_000_000)]]
    world.signals = [(2_000_000, SIGINT), (2_500_000, SIGINT)]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work("a", undo: "una")]), in: world)
    #expect(summary.results[0].outcome == .rolledBack)
    #expect(world.violations.isEmpty)
  }

  @Test func hangupIsIgnored() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 3_000_000)]]
    world.signals = [(2_000_000, SIGHUP)]
    #expect(PlanBuilder.run(PlanBuilder.plan([Self.work("a")]), in: world).outcome == .succeeded)
  }

  @Test func aSignalEndsTheDelayBeforeARetry() {
    let world = FakeWorld()
    world.behaviours = ["a": [Self.failing]]
    world.signals = [(2_000_000, SIGTERM)]
    let book = PlanBuilder.runbook {
      $0.precheck = [
        PlanBuilder.step("a") {
          $0.retries = 9
          $0.delay = .seconds(600)
        }
      ]
    }
    let summary = PlanBuilder.run(PlanBuilder.plan([book]), in: world)
    #expect(summary.outcome == .stopped)
    #expect(world.time == 2_000_000)
  }

  @Test(arguments: 1...4)
  func aFailingLogStopsTheRunAndStillRollsBack(commit: Int) {
    let world = FakeWorld()
    world.journalFailsFrom = commit
    world.behaviours = ["a": [.init(lasts: 1_000)], "b": [.init(lasts: 60_000_000)]]
    let plan = PlanBuilder.plan([Self.work("a", undo: "una"), Self.work("b", undo: "unb"), Self.work("c")])
    let summary = PlanBuilder.run(plan, in: world)
    #expect(summary.journalFailure?.message == "the disk is full")
    #expect(summary.results.count == 3)
    // Whatever was begun and not brought to its end was undone.
    for (index, (script, undo)) in [("a", "una"), ("b", "unb")].enumerated() where world.scripts.contains(script) {
      #expect(summary.results[index].outcome == .succeeded || world.scripts.contains(undo))
    }
  }

  /// Half as much again as usual, and a minute more; of what has hardly run before, nobody knows what is usual.
  @Test func aTaskThatTakesLongerThanUsualIsToldOnce() {
    func overruns(_ estimate: Estimate?) -> [String] {
      let world = FakeWorld()
      world.behaviours = ["a": [.init(lasts: 500_000_000)]]
      let plan = PlanBuilder.plan([PlanBuilder.runbook { $0.verify = [PlanBuilder.step("a")] }]) {
        $0.tasks[0].estimate = estimate
      }
      #expect(PlanBuilder.run(plan, in: world).outcome == .succeeded && world.violations.isEmpty)
      var start: Timestamp?
      return world.observed.compactMap { event in
        if case .taskStarted(_, let at) = event { start = at }
        guard case .overran(let task, let usual, let at) = event, let start else { return nil }
        return "\(task) \(DurationText.format(usual)) \(DurationText.format(at - start))"
      }
    }
    func estimate(_ seconds: Int, _ count: Int) -> Estimate {
      Estimate(median: .seconds(1), percentile95: .seconds(seconds), count: count)
    }
    #expect(overruns(estimate(20, 3)) == ["0 20s 1m20s"] && overruns(estimate(300, 3)) == ["0 5m 7m30s"])
    #expect(overruns(estimate(20, 2)).isEmpty && overruns(estimate(440, 9)).isEmpty && overruns(nil).isEmpty)
  }
}
