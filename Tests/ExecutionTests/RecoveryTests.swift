import Catalog
import Execution
import Planning
import TestSupport
import Testing

/// A run is cut off at each event, as by a crash that leaves so much of the log, and taken up again, which is cut off too.
@Suite struct RecoveryTests {
  private static let runbook = PlanBuilder.runbook { runbook in
    runbook.precheck = [PlanBuilder.step("look")]
    runbook.backup = [PlanBuilder.step("save")]
    runbook.change = [
      PlanBuilder.step("first", undo: "unfirst"), PlanBuilder.step("second", undo: "unsecond") { $0.retries = 1 },
    ]
    runbook.verify = [PlanBuilder.step("prove")]
    runbook.rollback = [PlanBuilder.step("back")]
    runbook.cleanup = [PlanBuilder.step("tidy")]
  }

  private static let plan = PlanBuilder.plan([runbook])

  /// What a log of these events has of the task; nil where it is over.
  private func remains(_ events: ArraySlice<Event>) -> TaskRemains? {
    var steps: [TaskRemains.Step] = []
    for event in events {
      switch event {
      case .stepStarted(let key, _, _, _):
        steps.append(TaskRemains.Step(key: key, attempt: nil, outcome: nil, mayHaveRun: false))
      case .attemptIntended(let attempt, _):
        steps[steps.count - 1].attempt = attempt.number
        if attempt.number > 0 { steps[steps.count - 1].mayHaveRun = true }
      case .reported(_, let report, _): steps[steps.count - 1].variables += report.environment
      case .stepFinished(_, let outcome, _, _, _): steps[steps.count - 1].outcome = outcome
      case .taskFinished: return nil
      default: break
      }
    }
    return TaskRemains(steps: steps)
  }

  private func recover(
    _ left: TaskRemains, of plan: Plan = Self.plan, in world: FakeWorld, for purpose: RunRemains.Purpose = .recovery
  ) -> RunSummary {
    let around = RunSurroundings(
      runner: world, journal: world, locks: world, host: world, clock: world, observers: [world])
    let remains = RunRemains(purpose: purpose, results: [nil], tasks: [0: left])
    return RunEngine(plan: plan, options: RunOptions(run: 7), around: around, remains: remains).run()
  }

  /// The world after these scripts: each undo takes its change away, however often and whether it was made or not.
  private func state(after scripts: [String]) -> Set<String> {
    var state: Set<String> = []
    for script in scripts {
      if script.hasPrefix("un") { state.remove(String(script.dropFirst(2))) }
      if script == "first" || script == "second" { state.insert(script) }
    }
    return state
  }

  @Test(arguments: ["", "prove", "second", "look", "back", "unfirst", "tidy"])
  func everyCutLeadsToTheSameEnd(failing: String) {
    let whole = FakeWorld()
    whole.behaviours[failing] = [.init(cause: .exited(1))]
    _ = PlanBuilder.run(Self.plan, in: whole)
    for cut in whole.events.indices {
      guard let left = remains(whole.events[..<cut]), !left.steps.isEmpty else { continue }
      let done = left.steps.filter(\.mayHaveRun).map { Self.script(of: $0.key) }
      let once = FakeWorld()
      let summary = recover(left, in: once)
      #expect(once.violations.isEmpty)
      let result = summary.results[0]
      check(result, done + once.scripts, "\(failing), cut at \(cut)")
      // Its own log, cut anywhere, leads to the same end again.
      for second in once.events.indices {
        guard let more = remains(once.events[..<second]) else { continue }
        let again = FakeWorld()
        let end = recover(TaskRemains(steps: left.steps + more.steps), in: again)
        let between = more.steps.filter(\.mayHaveRun).map { Self.script(of: $0.key) }
        #expect(end.results[0].outcome == result.outcome, "\(failing), cut at \(cut) and \(second)")
        check(end.results[0], done + between + again.scripts, "\(failing), cut at \(cut) and \(second)")
      }
    }
  }

  /// Cut before a step forward is run, in a copy of the world, and gone on with: what follows is what would have followed.
  @Test(arguments: ["", "prove", "second", "first"])
  func everyCutCanBeGoneOnFrom(failing: String) {
    let whole = FakeWorld()
    whole.behaviours[failing] = [.init(cause: .exited(1)), .init(cause: .exited(1))]
    let end = PlanBuilder.run(Self.plan, in: whole)
    for cut in whole.events.indices {
      guard case .attemptIntended(let attempt, _) = whole.events[cut], attempt.number == 1,
        [.precheck, .backup, .change, .verify].contains(attempt.step.stage),
        let left = remains(whole.events[...cut])
      else { continue }
      let copy = FakeWorld()
      copy.behaviours = whole.behaviours
      copy.behaviours[failing] = [.init(cause: .exited(1)), .init(cause: .exited(1))]
      let summary = recover(left, in: copy, for: .continuation)
      #expect(Array(whole.scripts.dropFirst(left.steps.count - 1)) == copy.scripts, "\(failing), cut at \(cut)")
      #expect(summary.results[0].outcome == end.results[0].outcome && copy.violations.isEmpty)
    }
  }

  /// Cut anywhere, a task whose backup was left out by its `if` seals nothing, and with nothing to change it succeeds.
  @Test(arguments: [RunRemains.Purpose.continuation, .recovery])
  func aBackupThatWasLeftOutIsNotSealedLater(purpose: RunRemains.Purpose) {
    var runbook = Self.runbook
    runbook.backup = [PlanBuilder.step("save", condition: "if save")]
    runbook.change = [PlanBuilder.step("first", undo: "unfirst", condition: "if first")]
    let plan = PlanBuilder.plan([runbook])
    func world() -> FakeWorld {
      let world = FakeWorld()
      for test in ["if save", "if first"] { world.behaviours[test] = [.init(cause: .exited(1))] }
      return world
    }
    let whole = world()
    #expect(PlanBuilder.run(plan, in: whole).outcome == .succeeded)
    for cut in whole.events.indices {
      guard let left = remains(whole.events[..<cut]), !left.steps.isEmpty else { continue }
      let isForwardDone = left.steps.contains { $0.key.stage == .verify && $0.outcome == .succeeded }
      let copy = world()
      let result = recover(left, of: plan, in: copy, for: purpose).results[0]
      #expect(result.outcome == (purpose == .continuation || isForwardDone ? .succeeded : .failed), "cut at \(cut)")
      #expect(copy.scripts.allSatisfy { whole.scripts.contains($0) }, "cut at \(cut): \(copy.scripts)")
    }
  }

  private func check(_ result: TaskResult, _ scripts: [String], _ place: String) {
    switch result.outcome {
    case .succeeded:
      #expect(state(after: scripts) == ["first", "second"], "\(place): \(scripts)")
      #expect(scripts.contains("prove"), "\(place): \(scripts)")
    case .failed: #expect(!scripts.contains("first") && !scripts.contains("second"), "\(place): \(scripts)")
    case .rolledBack:
      #expect(state(after: scripts).isEmpty && scripts.contains("back"), "\(place): \(scripts)")
    default: Issue.record("\(place): \(result)")
    }
    #expect(scripts.last == "tidy", "\(place): \(scripts)")
  }

  private static func script(of key: StepKey) -> String {
    if key.isUndo { return ["unfirst", "unsecond"][key.position] }
    switch key.stage {
    case .precheck: return "look"
    case .backup: return "save"
    case .change: return ["first", "second"][key.position]
    case .verify: return "prove"
    case .rollback: return "back"
    case .cleanup: return "tidy"
    }
  }

  @Test func anUndoThatSucceededIsNotRunAgainAndOneThatWasInterruptedIs() {
    func step(_ stage: Stage, _ position: Int = 0, _ outcome: StepOutcome?, isUndo: Bool = false) -> TaskRemains.Step {
      TaskRemains.Step(
        key: StepKey(task: 0, stage: stage, position: position, isUndo: isUndo), outcome: outcome)
    }
    let world = FakeWorld()
    let summary = recover(
      TaskRemains(steps: [
        step(.change, 0, .succeeded), step(.change, 1, .failed), step(.rollback, 1, .succeeded, isUndo: true),
        step(.rollback, 0, .interrupted, isUndo: true),
      ]), in: world)
    #expect(world.scripts == ["unfirst", "back", "tidy"])
    #expect(summary.outcome == .rolledBack)
    #expect(summary.results[0].failedStep == StepKey(task: 0, stage: .change, position: 1))
    #expect(summary.results[0].reason == "change step 'second' failed", "the task ended before maint did")
  }

  @Test func whatCannotBeTakenUpStaysInterrupted() {
    let left = TaskRemains(steps: [.init(key: StepKey(task: 0, stage: .change, position: 0), outcome: nil)])
    let locked = FakeWorld()
    locked.foreignLocks["task.daily.t0"] = .max
    let failing = FakeWorld()
    failing.secretFailure = "the vault is closed"
    var plan = Self.plan
    plan.runbooks[0].secrets = [Secret(name: "S", origin: .file("/s"), place: PlanBuilder.place)]
    for (world, why) in [(locked, "it is running already (pid 99)"), (failing, "the vault is closed")] {
      let around = RunSurroundings(
        runner: world, journal: world, locks: world, host: world, clock: world, observers: [world])
      let remains = RunRemains(purpose: .recovery, results: [nil], tasks: [0: left])
      let summary = RunEngine(plan: plan, options: RunOptions(run: 7), around: around, remains: remains).run()
      #expect(summary.outcome == .interrupted && summary.results[0].outcome == .interrupted)
      #expect(summary.results[0].reason == "\(why); it is as it was left")
      #expect(world.spawned.isEmpty && world.locksHeld == 0)
    }
  }

  @Test func whatWasReportedComesBackExceptWhatHeldASecret() {
    var first = TaskRemains.Step(key: StepKey(task: 0, stage: .change, position: 0), outcome: .succeeded)
    first.variables = [.init(name: "DIR", value: "/tmp/x"), .init(name: "URL", value: "https://***@host")]
    let world = FakeWorld()
    _ = recover(TaskRemains(steps: [first]), in: world)
    let environment = world.commands.values.first { $0.script == "unfirst" }?.environment ?? []
    #expect(environment.contains("DIR=/tmp/x") && !environment.contains { $0.hasPrefix("URL=") })
    #expect(environment.contains("MAINT_OUTCOME=failed"))
  }

  @Test func aSurvivorThatCannotBeEndedIsNotRolledBackForSure() {
    let left = TaskRemains(
      steps: [.init(key: StepKey(task: 0, stage: .change, position: 0), outcome: nil)], hasSurvivor: true)
    let world = FakeWorld()
    let summary = recover(left, in: world)
    #expect(world.scripts == ["unfirst", "back", "tidy"])
    #expect(summary.results[0].outcome == .rollbackFailed)
  }

  @Test func aChangeThatSucceededIsTakenBackWhole() {
    let before = FakeWorld()
    _ = PlanBuilder.run(Self.plan, in: before)
    let end = before.events.firstIndex { if case .taskFinished = $0 { true } else { false } } ?? 0
    let left = remains(before.events[..<end])?.takenBack(asTask: 0)
    let world = FakeWorld()
    let around = RunSurroundings(
      runner: world, journal: world, locks: world, host: world, clock: world, observers: [world])
    let remains = RunRemains(purpose: .rollback, results: [nil], tasks: left.map { [0: $0] } ?? [:])
    let summary = RunEngine(plan: Self.plan, options: RunOptions(run: 8), around: around, remains: remains).run()
    #expect(world.scripts == ["unsecond", "unfirst", "back", "tidy"])
    #expect(summary.outcome == .rolledBack && world.discarded.isEmpty && world.violations.isEmpty)
  }
}
