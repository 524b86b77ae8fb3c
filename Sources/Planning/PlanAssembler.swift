import Catalog
import Diagnostics
import Scheduling

/// Turns the tasks chosen for a run, in their running order, into planned tasks with every value resolved.
struct PlanAssembler {
  private let catalog: Catalog
  private let history: PlanningHistory
  private let graph: TaskGraph
  private let selection: Selection
  private var parameters = ParameterResolver()
  private var problems = DiagnosticBag()
  private var runbooks: [Runbook] = []
  private var runbookNumbers: [String: Int] = [:]
  /// Of each runbook, sorted and without repetition: what a task without locks of its own shares with it.
  private var runbookLocks: [[String]] = []

  init(catalog: Catalog, history: PlanningHistory, graph: TaskGraph, selection: Selection) {
    self.catalog = catalog
    self.history = history
    self.graph = graph
    self.selection = selection
  }

  /// `order` and `needs` speak of positions in the selection; `arguments` of the command line go to the tasks asked for.
  mutating func assemble(
    _ order: RunningOrder, needs: Adjacency, arguments: [(name: String, value: String)]
  ) throws(PlanningFailure) -> (tasks: [PlannedTask], runbooks: [Runbook]) {
    var rank = Array(repeating: 0, count: order.nodes.count)
    for (index, node) in order.nodes.enumerated() { rank[node] = index }
    var tasks: [PlannedTask] = []
    tasks.reserveCapacity(order.nodes.count)
    for node in order.nodes {
      let isAsked = node >= selection.neededCount
      let number = selection.tasks[node]
      // By its number: a copy of the task, or of its runbook, would cost more than all else of it.
      guard let runbook = self.number(ofRunbookOf: graph.tasks[number]) else { continue }
      let given = isAsked ? arguments : []
      let locks = graph.tasks[number].locks
      let name = graph.tasks[number].name
      tasks.append(
        PlannedTask(
          task: graph.tasks[number], selection: isAsked ? .asked : .needed, runbook: runbook,
          needs: needs[node].map { rank[$0] }, metNeeds: metNeeds(of: number),
          parameters: given.isEmpty && runbooks[runbook].parameters.isEmpty
            ? [] : parameters.resolve(graph.tasks[number], runbooks[runbook], number: runbook, arguments: given),
          locks: locks.isEmpty ? runbookLocks[runbook] : Self.unique(locks + runbookLocks[runbook]),
          timeout: graph.tasks[number].timeout ?? catalog.defaults.taskTimeout,
          estimate: history.durations.isEmpty ? nil : history.durations[name].flatMap(Estimate.init(of:)),
          wave: order.waves[node]))
    }
    problems.append(contentsOf: parameters.problems)
    if problems.hasErrors { throw PlanningFailure(problems: problems) }
    return (tasks, runbooks)
  }

  private mutating func number(ofRunbookOf task: MaintenanceTask) -> Int? {
    if let known = runbookNumbers[task.runbook] { return known }
    guard let runbook = catalog.runbooks[task.runbook] else {
      problems.append(
        Diagnostic(
          .missingRunbook, "'\(task.name)' needs the runbook '\(task.runbook)', which is not there", at: task.place))
      return nil
    }
    runbooks.append(runbook)
    runbookLocks.append(Self.unique(runbook.locks + runbook.pathLocks))
    runbookNumbers[task.runbook] = runbooks.count - 1
    return runbooks.count - 1
  }

  private func metNeeds(of task: Int) -> [PlannedTask.MetNeed] {
    if selection.met.isEmpty { return [] }
    var result: [PlannedTask.MetNeed] = []
    for need in graph.needs[task] {
      guard let success = selection.met[need] else { continue }
      let met = PlannedTask.MetNeed(task: graph.tasks[need].name, success: success)
      if !result.contains(met) { result.append(met) }
    }
    return result
  }

  private static func unique(_ names: [String]) -> [String] {
    var result: [String] = []
    for name in names.sorted() where name != result.last { result.append(name) }
    return result
  }
}
