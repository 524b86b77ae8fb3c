import Catalog
import Diagnostics
import Execution
import Planning
import Reporting
import Scheduling

/// What was asked for on the command line, found in the project: the first half of `plan`, `graph` and `run`.
struct PlanRequest {
  let catalog: Catalog
  let targets: [Target]
  private let context: Context

  init(_ context: Context, catalog: Catalog, targets: [Target]) {
    self.context = context
    self.catalog = catalog
    self.targets = targets
  }

  init(_ context: Context) throws(CommandFailure) {
    let catalog = try context.loadCatalog()
    var targets: [Target] = []
    for text in context.invocation.arguments {
      do throws(TargetProblem) {
        targets.append(try TargetResolver.resolve(text, in: catalog))
      } catch {
        let id = error.kind == .unknown ? " [\(DiagnosticID.unknownTask.rawValue)]" : ""
        let hint = error.kind == .unknown ? context.invocation.quoting(of: text) : nil
        throw CommandFailure(error.message + id, hint: hint ?? error.hint, exitCode: .notFound)
      }
    }
    self.init(context, catalog: catalog, targets: targets)
  }

  /// Each tier with tasks where nothing was asked for.
  var targetsOrAll: [Target] {
    targets.isEmpty ? catalog.tiers.filter { !$1.tasks.isEmpty }.keys.sorted().map(Target.tier) : targets
  }

  func tasks(of target: Target) -> [MaintenanceTask] {
    switch target {
    case .tier(let tier): catalog.tiers[tier]?.tasks ?? []
    case .task(let name): name.tier.flatMap { catalog.tiers[$0] }?.tasks.filter { $0.name == name } ?? []
    case .runbook(let name):
      catalog.runbooks[name].map {
        [MaintenanceTask(name: TaskName(tier: nil, name: name), runbook: name, place: $0.place)]
      } ?? []
    }
  }

  /// All tasks that can come into the plan: needs reach across tiers.
  var taskNames: [TaskName] {
    let runbooks = targets.compactMap { target -> TaskName? in
      if case .runbook(let name) = target { TaskName(tier: nil, name: name) } else { nil }
    }
    return catalog.tiers.values.flatMap { $0.tasks.map(\.name) } + runbooks
  }

  /// Problems of the plan itself, such as a cycle, are shown like those of the files. `arguments` stand in place of
  /// those of the command line.
  func plan(
    history: PlanningHistory, now: Timestamp, arguments: [(name: String, value: String)]? = nil
  ) throws(CommandFailure) -> Plan {
    let zones = ZoneMemory()
    let planner = Planner(
      catalog: catalog, history: history, at: now, hostZone: context.zone, zone: { zones.zone(named: $0) })
    let lockWait = try Self.lockWait(of: context)
    do throws(PlanningFailure) {
      var plan = try planner.plan(
        targets: targets, arguments: arguments ?? context.invocation.assignments,
        jobs: context.invocation.number(.jobs))
      plan.defaults.lockWait = lockWait ?? plan.defaults.lockWait
      return plan
    } catch {
      guard error.isOfCommandLine else { try context.refuse(error.problems) }
      context.errors.write(context.render(error.problems))
      throw CommandFailure("there is no such plan; nothing was run", exitCode: .usage)
    }
  }

  /// What `--wait` says; nil without it.
  static func lockWait(of context: Context) throws(CommandFailure) -> Duration? {
    guard let text = context.invocation.value(.wait) else { return nil }
    guard let wait = DurationText.parse(text) else {
      throw CommandFailure("'\(text)' is no duration", hint: "write it as 0s, 30s, 10m or 2h", exitCode: .usage)
    }
    return wait
  }
}
