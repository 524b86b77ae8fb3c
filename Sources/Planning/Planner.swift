import Catalog
import Diagnostics
import Scheduling

/// Makes the plan of a run from what the operator wrote, what was asked for, and what the run log knows.
///
/// Pure: the same values give the same plan. The catalog must have been bound without errors.
///
/// A task of a target always runs. A need outside the targets runs too, and before it whatever it needs, unless it
/// succeeded in the current period of its tier; tasks of `emergency` have no period and so always run.
package struct Planner {
  private let catalog: Catalog
  private let history: PlanningHistory
  private let counts: (MaintenanceTask, PlanningHistory.Success) -> Bool

  /// `counts` tells whether a success of a task lies in its current period.
  package init(
    catalog: Catalog, history: PlanningHistory,
    counts: @escaping (MaintenanceTask, PlanningHistory.Success) -> Bool
  ) {
    self.catalog = catalog
    self.history = history
    self.counts = counts
  }

  /// By the rules by which tasks are due: what `run --due` takes for done is not run again by `run`.
  package init(
    catalog: Catalog, history: PlanningHistory, at now: Timestamp, hostZone: Zone, zone: @escaping (String) -> Zone?
  ) {
    self.init(catalog: catalog, history: history) { task, success in
      let rule = catalog.dueRule(of: task, hostZone: hostZone, zone: zone)
      let counts = success.dueAt ?? success.startedAt
      let end = rule?.done(at: now, history: DueHistory(lastSuccess: counts, lastStart: success.startedAt))
      return end.map { counts < $0 } ?? false
    }
  }

  /// The plan for targets as `TargetResolver` gives them.
  ///
  /// Tasks without an order between them run as the targets were named and then as written, those that are only
  /// needed before all others. `arguments` are parameters from the command line and come before `with`; they go with
  /// a single task or runbook, since one name means different things in different runbooks. `jobs` comes before what
  /// the tiers of the targets say, of which the largest counts.
  package func plan(
    targets: [Target], arguments: [(name: String, value: String)] = [], jobs: Int? = nil
  ) throws(PlanningFailure) -> Plan {
    var problems = DiagnosticBag()
    if !arguments.isEmpty, !Self.isSingleTask(targets) { problems.append(Self.misplacedArguments) }
    var graph = TaskGraph(catalog)
    let asked = tasks(of: targets, in: &graph, &problems)
    let selection = Selection(asked: asked, graph: graph, success: successInPeriod(in: graph))
    let needs = selection.needs(in: graph)
    let order = RunningOrder(needs)
    for unknown in graph.unknownNeeds where selection.contains(unknown.task) {
      problems.append(Self.unknownNeed(unknown.need, of: graph.tasks[unknown.task]))
    }
    if order.nodes.count < needs.nodeCount {
      for cycle in CycleFinder.cycles(of: needs) {
        problems.append(DependencyCycle.diagnostic(cycle.map { graph.tasks[selection.tasks[$0]] }))
      }
    }
    if problems.hasErrors { throw PlanningFailure(problems: problems) }
    var assembler = PlanAssembler(catalog: catalog, history: history, graph: graph, selection: selection)
    let (tasks, runbooks) = try assembler.assemble(order, needs: needs, arguments: arguments)
    return Plan(
      targets: targets, tasks: tasks, runbooks: runbooks, jobs: max(1, jobs ?? self.jobs(of: targets)),
      defaults: catalog.defaults)
  }

  /// Every dependency cycle of the catalog, whatever the targets; in the order of their first tasks.
  package static func cycles(in catalog: Catalog) -> [Diagnostic] {
    let graph = TaskGraph(catalog)
    return CycleFinder.cycles(of: graph.needs).map { DependencyCycle.diagnostic($0.map { graph.tasks[$0] }) }
  }
}

extension Planner {
  /// Numbers of the graph; a task that is in two targets is there twice.
  private func tasks(of targets: [Target], in graph: inout TaskGraph, _ problems: inout DiagnosticBag) -> [Int] {
    var result: [Int] = []
    for (index, target) in targets.enumerated() where !targets[..<index].contains(target) {
      switch target {
      case .tier(let tier):
        result += graph.numbers(of: tier)
      case .task(let name):
        if let number = graph.number(of: name) {
          result.append(number)
        } else {
          problems.append(Self.unknownTask(name))
        }
      case .runbook(let name):
        let place = catalog.runbooks[name]?.place ?? ParameterResolver.commandLine
        result.append(graph.add(MaintenanceTask(name: TaskName(tier: nil, name: name), runbook: name, place: place)))
      }
    }
    return result
  }

  private func successInPeriod(in graph: TaskGraph) -> (Int) -> PlanningHistory.Success? {
    { task in
      let task = graph.tasks[task]
      return history.lastSuccess[task.name].flatMap { counts(task, $0) ? $0 : nil }
    }
  }

  private func jobs(of targets: [Target]) -> Int {
    let tiers = targets.compactMap { target in
      switch target {
      case .tier(let tier): tier
      case .task(let name): name.tier
      case .runbook: nil
      }
    }
    return tiers.compactMap { catalog.tiers[$0]?.jobs }.max() ?? 1
  }

  private static func isSingleTask(_ targets: [Target]) -> Bool {
    guard targets.count == 1, let target = targets.first else { return false }
    switch target {
    case .tier: return false
    case .task, .runbook: return true
    }
  }

  private static let misplacedArguments = Diagnostic(
    .misplacedParameter, "--with goes with a single task or runbook",
    at: ParameterResolver.commandLine, hint: "name one task, or write the values under its 'with'")

  private static func unknownTask(_ name: TaskName) -> Diagnostic {
    Diagnostic(.unknownTask, "there is no task '\(name)'", at: ParameterResolver.commandLine)
  }

  private static func unknownNeed(_ need: MaintenanceTask.Need, of task: MaintenanceTask) -> Diagnostic {
    Diagnostic(.unknownNeed, "'\(task.name)' needs '\(need.task)', which is not there", at: need.place)
  }
}
