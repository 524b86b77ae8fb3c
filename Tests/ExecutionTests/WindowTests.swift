import Catalog
import Execution
import Planning
import Scheduling
import Testing

/// Tasks that windows and freezes hold up, and what becomes of those that are still at work when they end.
@Suite struct WindowTests {
  private static func work(_ script: String = "a") -> Runbook {
    PlanBuilder.runbook(script) {
      $0.change = [PlanBuilder.step(script, undo: "undo \(script)")]
      $0.verify = [PlanBuilder.step("verify \(script)")]
      $0.cleanup = [PlanBuilder.step("clean \(script)")]
    }
  }

  /// The point of no return 3 s after the start, the end after 5 s.
  private static func limits(_ atEnd: WindowEnd, pointOfNoReturn: Bool = true) -> (Moment) -> TaskAdmission {
    { start in
      .admitted(
        ChangeLimits(
          pointOfNoReturn: pointOfNoReturn ? start.wall + .seconds(3) : nil, end: start.wall + .seconds(5),
          limit: .window("daily"), atEnd: atEnd, zone: .utc))
    }
  }

  /// What was told of limits, and when, in seconds after the start.
  private func marks(_ world: FakeWorld) -> [String] {
    var start: Timestamp?
    return world.observed.compactMap { event in
      switch event {
      case .taskStarted(task: 0, let at):
        start = at
        return nil
      case .changeLimited: return "limited"
      case .limitPassed(task: 0, let mark, _, let level, let at):
        let seconds = start.map { (at - $0).wholeMicroseconds / 1_000_000 } ?? -1
        return "\(mark.rawValue) \(level.rawValue) \(seconds)"
      default: return nil
      }
    }
  }

  @Test func whatMayNotStartIsDeferredAndBlocksWhatNeedsIt() {
    let world = FakeWorld()
    world.admissions = ["t0": { _ in .deferred("outside its window") }]
    let plan = PlanBuilder.plan([Self.work("a"), Self.work("b"), Self.work("c")], needs: [[], [0], []])
    let summary = PlanBuilder.run(plan, in: world)
    #expect(summary.results.map(\.outcome) == [.deferred, .blocked, .succeeded])
    #expect(summary.results[0].reason == "outside its window")
    #expect(summary.outcome == .notNow)
    #expect(summary.outcome.exitCode(stoppedBy: nil) == 75)
    #expect(!world.scripts.contains("a"))
    #expect(world.locksHeld == 0)
    #expect(world.violations.isEmpty)
  }

  /// The answer is that of the moment at which it has its locks, not of the moment at which it wanted them.
  @Test func itIsAskedOnceItsLocksAreThere() {
    let world = FakeWorld()
    world.foreignLocks = ["packages": 6_000_000]
    world.admissions = ["t0": { $0.monotonic < 5_000_000 ? .admitted(nil) : .deferred("too late") }]
    var book = Self.work()
    book.locks = ["packages"]
    #expect(PlanBuilder.run(PlanBuilder.plan([book]), in: world).results.map(\.outcome) == [.deferred])
  }

  @Test func aRefusalOutweighsADeferral() {
    let world = FakeWorld()
    world.refusals = ["a": (0, "run 3 left it half-done")]
    world.admissions = ["t0": { _ in .deferred("outside its window") }]
    #expect(PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world).results.map(\.outcome) == [.refused])
  }

  @Test func withContinueBothMarksAreToldOnceAndItRunsToItsEnd() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 9_000_000)]]
    world.admissions = ["t0": Self.limits(.continue)]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world)
    #expect(summary.outcome == .succeeded)
    #expect(marks(world) == ["limited", "point_of_no_return warning 3", "window_end warning 5"])
    #expect(world.violations.isEmpty)
  }

  @Test func whatIsDoneBeforeIsToldNothing() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 2_900_000)], "clean a": [.init(lasts: 60_000_000)]]
    world.admissions = ["t0": Self.limits(.rollback)]
    #expect(PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world).outcome == .succeeded)
    #expect(marks(world) == ["limited"])
  }

  @Test func aRollbackIsNeverStopped() {
    for atEnd in WindowEnd.allCases {
      let world = FakeWorld()
      world.behaviours = ["a": [.init(cause: .exited(1))], "undo a": [.init(lasts: 60_000_000)]]
      world.admissions = ["t0": Self.limits(atEnd)]
      #expect(PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world).outcome == .rolledBack)
      #expect(marks(world) == ["limited"])
      #expect(world.scripts == ["a", "undo a", "clean a"])
      #expect(world.violations.isEmpty)
    }
  }

  @Test func withStopItIsRolledBackAtTheEnd() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 60_000_000)]]
    world.admissions = ["t0": Self.limits(.stop)]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world)
    #expect(summary.outcome == .rolledBack)
    #expect(summary.results[0].reason?.contains("its window 'daily' closed at 2023-11-14 22:13 UTC") == true)
    #expect(summary.results[0].reason?.contains("at_window_end: stop") == true)
    #expect(world.scripts == ["a", "undo a", "clean a"])
    #expect(marks(world) == ["limited", "point_of_no_return warning 3", "window_end warning 5"])
    #expect(world.time < 1_000_000 + 6_000_000)
  }

  @Test func withRollbackItIsBackBeforeTheEnd() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 60_000_000)]]
    world.admissions = ["t0": Self.limits(.rollback)]
    let summary = PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world)
    #expect(summary.outcome == .rolledBack)
    #expect(summary.results[0].reason?.contains("its point of no return came") == true)
    #expect(marks(world) == ["limited", "point_of_no_return warning 3"])
    #expect(world.time < 1_000_000 + 5_000_000)
  }

  /// How long a rollback takes is not known: then the end of the window is where it is stopped.
  @Test func withoutAPointOfNoReturnRollbackIsStop() {
    let world = FakeWorld()
    world.behaviours = ["a": [.init(lasts: 60_000_000)]]
    world.admissions = ["t0": Self.limits(.rollback, pointOfNoReturn: false)]
    #expect(PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world).outcome == .rolledBack)
    #expect(marks(world) == ["limited", "window_end warning 5"])
  }

  @Test func aClockThatIsSetMovesNothing() {
    for jump: Int64 in [-3_600_000_000, 3_600_000_000] {
      let world = FakeWorld()
      world.behaviours = ["a": [.init(lasts: 60_000_000)]]
      world.admissions = ["t0": Self.limits(.rollback)]
      world.clockJump = (from: 2_000_000, by: jump)
      #expect(PlanBuilder.run(PlanBuilder.plan([Self.work()]), in: world).outcome == .rolledBack)
      #expect((4_000_000..<5_000_000).contains(world.time))
    }
  }

  @Test func aWayBackAsksNobody() {
    let plan = PlanBuilder.plan([Self.work()])
    let step = TaskRemains.Step(key: StepKey(task: 0, stage: .change, position: 0), outcome: .succeeded)
    for purpose in [RunRemains.Purpose.rollback, .recovery] {
      let world = FakeWorld()
      world.admissions = ["t0": { _ in .deferred("outside its window") }]
      let around = RunSurroundings(
        runner: world, journal: world, locks: world, host: world, clock: world, observers: [world])
      let remains = RunRemains(
        purpose: purpose, results: [nil], tasks: [0: TaskRemains(steps: [step], isTakenBack: true)])
      let summary = RunEngine(plan: plan, options: RunOptions(run: 8), around: around, remains: remains).run()
      #expect(summary.results.map(\.outcome) == [.rolledBack], "\(summary.results)")
    }
  }
}
