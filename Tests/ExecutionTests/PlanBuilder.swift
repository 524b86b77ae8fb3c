import Catalog
import Diagnostics
import Execution
import Planning
import Scheduling

/// Writes plans by hand: runbooks of named steps, tasks with needs.
enum PlanBuilder {
  static let place = Place.path("test")

  static func step(
    _ run: String, undo: String? = nil, condition: String? = nil, _ change: (inout Step) -> Void = { _ in }
  ) -> Step {
    var step = Step(name: run, run: run, place: place)
    step.undo = undo
    step.condition = condition
    change(&step)
    return step
  }

  static func runbook(_ name: String = "work", _ change: (inout Runbook) -> Void) -> Runbook {
    var runbook = Runbook(name: name, place: place)
    change(&runbook)
    return runbook
  }

  /// Each task with the runbook of its index and the indices of what it needs.
  static func plan(
    _ runbooks: [Runbook], needs: [[Int]] = [], jobs: Int = 1, _ change: (inout Plan) -> Void = { _ in }
  ) -> Plan {
    let tasks = runbooks.indices.map { index in
      let name = TaskName(tier: .daily, name: "t\(index)")
      return PlannedTask(
        task: MaintenanceTask(name: name, runbook: runbooks[index].name, place: place), runbook: index,
        needs: index < needs.count ? needs[index] : [], metNeeds: [], parameters: [],
        locks: runbooks[index].locks, timeout: nil, estimate: nil, wave: 0)
    }
    var plan = Plan(targets: [.tier(.daily)], tasks: tasks, runbooks: runbooks, jobs: jobs, defaults: Defaults())
    change(&plan)
    return plan
  }

  static func run(_ plan: Plan, in world: FakeWorld, _ change: (inout RunOptions) -> Void = { _ in }) -> RunSummary {
    var options = RunOptions(run: 7)
    options.environment = ["MAINT_RUN=7"]
    change(&options)
    let around = RunSurroundings(
      runner: world, journal: world, locks: world, host: world, clock: world, observers: [world])
    return RunEngine(plan: plan, options: options, around: around).run()
  }
}

extension FakeWorld {
  /// The scripts that were spawned, in order.
  var scripts: [String] { spawned.compactMap { commands[$0]?.script } }

  func stepOutcomes(of task: Int = 0) -> [String] {
    events.compactMap { event in
      if case .stepFinished(let key, let outcome, _, _, _) = event, key.task == task {
        "\(key.isUndo ? "undo" : key.stage.rawValue).\(key.position + 1) \(outcome.rawValue)"
      } else {
        nil
      }
    }
  }
}
