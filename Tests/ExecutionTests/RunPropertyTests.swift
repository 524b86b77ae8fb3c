import Catalog
import Execution
import Glibc
import Planning
import TestSupport
import Testing

/// Random plans under random failures, signals and locks: what must hold in every one of them.
@Suite struct RunPropertyTests {
  @Test(arguments: 0..<400)
  func promisesHold(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let world = FakeWorld()
    let (plan, failFast) = Self.plan(&random, world)
    let summary = PlanBuilder.run(plan, in: world) { $0.failFast = failFast }
    #expect(world.violations.isEmpty)
    #expect(world.locksHeld == 0)
    #expect(world.mostAtOnce <= plan.jobs)
    #expect(world.observed.count == world.events.count)
    for index in plan.tasks.indices { Self.check(index, of: plan, summary, world) }
  }

  private static func plan(_ random: inout SeededGenerator, _ world: FakeWorld) -> (Plan, failFast: Bool) {
    let count = Int.random(in: 1...6, using: &random)
    let books = (0..<count).map { task in
      PlanBuilder.runbook("book\(task)") { book in
        func steps(_ stage: String, undo: Bool = false) -> [Step] {
          (0..<Int.random(in: 0...2, using: &random)).map { position in
            let script = "\(task).\(stage).\(position)"
            world.behaviours[script] = (0..<2).map { _ in behaviour(&random) }
            return PlanBuilder.step(
              script, undo: undo && Bool.random(using: &random) ? "\(task).undo.\(position)" : nil,
              condition: Int.random(in: 0...5, using: &random) == 0 ? "if \(script)" : nil
            ) { step in
              step.retries = Int.random(in: 0...1, using: &random)
              step.delay = .milliseconds(Int.random(in: 0...3, using: &random))
              if Int.random(in: 0...9, using: &random) == 0 { step.onFailure = .warn }
              if stage == "precheck", Int.random(in: 0...2, using: &random) == 0 { step.onFailure = .skip }
              if Int.random(in: 0...4, using: &random) == 0 { step.timeout = .milliseconds(3) }
            }
          }
        }
        book.precheck = steps("precheck")
        book.backup = steps("backup")
        book.change = steps("change", undo: true)
        book.verify = steps("verify")
        book.rollback = steps("rollback")
        book.cleanup = steps("cleanup")
        book.locks = Int.random(in: 0...2, using: &random) == 0 ? ["shared"] : []
      }
    }
    let needs = (0..<count).map { task in (0..<task).filter { _ in Int.random(in: 0...2, using: &random) == 0 } }
    if Int.random(in: 0...2, using: &random) == 0 {
      let first = Int64.random(in: 1_000_000...1_020_000, using: &random)
      world.signals = [(first, SIGINT)]
      if Bool.random(using: &random) { world.signals.append((first + 2_000, SIGTERM)) }
    }
    if Int.random(in: 0...5, using: &random) == 0 { world.foreignLocks = ["shared": 1_300_000] }
    let jobs = Int.random(in: 1...3, using: &random)
    let failFast = Int.random(in: 0...3, using: &random) == 0
    return (PlanBuilder.plan(books, needs: needs, jobs: jobs), failFast)
  }

  private static func behaviour(_ random: inout SeededGenerator) -> FakeWorld.Behaviour {
    var behaviour = FakeWorld.Behaviour(lasts: Int64.random(in: 0...6_000, using: &random))
    switch Int.random(in: 0...9, using: &random) {
    case 0: behaviour.cause = .exited(1)
    case 1: behaviour.cause = .signalled(9)
    case 2: behaviour.startFailure = "no process"
    case 3: behaviour.heedsTerm = false
    case 4: behaviour.output = "line\n"
    default: break
    }
    return behaviour
  }

  private static func check(_ task: Int, of plan: Plan, _ summary: RunSummary, _ world: FakeWorld) {
    let finishes = world.events.filter { if case .taskFinished(task, _, _) = $0 { true } else { false } }
    #expect(finishes.count == 1, "each task ends once")
    let spawned = world.spawned.filter { $0.step.task == task && $0.number > 0 }.map(\.step)
    let result = summary.results[task]
    for need in plan.tasks[task].needs where !spawned.isEmpty {
      #expect(summary.results[need].outcome.isWell)
    }
    let changes = Set(spawned.filter { $0.stage == .change }.map(\.position))
    let book = plan.runbooks[task]
    let undone = spawned.filter(\.isUndo).map(\.position)
    #expect(undone == undone.sorted(by: >), "backwards")
    switch result.outcome {
    case .succeeded:
      #expect(undone.isEmpty && !spawned.contains { $0.stage == .rollback })
    case .skipped:
      #expect(spawned.allSatisfy { [.precheck, .cleanup].contains($0.stage) }, "skipped means that nothing was begun")
    case .failed:
      #expect(changes.isEmpty, "failed means that nothing was changed")
    case .rolledBack:
      #expect(Set(undone) == changes.filter { book.change[$0].undo != nil })
      #expect(!book.rollback.isEmpty || changes.allSatisfy { book.change[$0].undo != nil })
      let ends = world.stepOutcomes(of: task).filter { $0.hasPrefix("undo") || $0.hasPrefix("rollback") }
      #expect(!ends.isEmpty && ends.allSatisfy { !$0.hasSuffix("failed") && !$0.hasSuffix("timed_out") })
    case .rollbackFailed:
      #expect(!changes.isEmpty)
    case .blocked, .refused, .notNow, .deferred, .notStarted:
      #expect(spawned.isEmpty)
    case .interrupted:
      Issue.record("no run interrupts itself")
    }
    if world.events.contains(where: { if case .taskStarted(task, _) = $0 { true } else { false } }) {
      let tidied = world.stepOutcomes(of: task).filter { $0.hasPrefix("cleanup") }
      #expect(tidied.count == book.cleanup.count, "cleanup always runs, all of it")
    }
  }
}
