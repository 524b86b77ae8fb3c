import Catalog
import Planning
import RunLog
import Scheduling

/// Gives tasks what decides when they may start: clearances and gates, with the zones of this host.
struct Gatekeeper {
  let catalog: Catalog
  let hostZone: Zone
  private let exceptions: [WindowException]
  private let project: String
  private let approvalWords: ApprovalWords
  private let zones = ZoneMemory()

  /// `project`: the folder of the catalog, where the command line means another.
  init(_ catalog: Catalog, context: Context, exceptions: [WindowException] = [], project: String? = nil) {
    self.project = project ?? context.folders.project
    self.catalog = catalog
    self.exceptions = exceptions
    approvalWords = ApprovalWords(context)
    hostZone = context.zone
  }

  /// That of a task; nil where nothing ever holds it up.
  func clearance(of task: MaintenanceTask) -> Clearance? {
    catalog.clearance(of: task, exceptions: exceptions, hostZone: hostZone) { zones.zone(named: $0) }
  }

  /// That of changes in a window, or of a tier without one.
  func clearance(of window: Window?) -> Clearance {
    Clearance(
      window: window, zone: window?.timezone.flatMap { zones.zone(named: $0) } ?? hostZone, freezes: catalog.freezes,
      hostZone: hostZone, exceptions: exceptions)
  }

  /// That of one task, of which the log is asked only where it matters.
  func gate(of task: MaintenanceTask, log: RunLog?) throws(CommandFailure) -> Gate? {
    try gates(of: [task], log: log)[task.name]
  }

  func gate(of task: MaintenanceTask, samples: TimeSamples) -> Gate? {
    Gate(of: task, in: catalog, samples: samples, exceptions: exceptions, hostZone: hostZone) { zones.zone(named: $0) }
  }

  /// Those of the tasks that something may hold up, by name; `log` knows how long they take.
  func gates(of tasks: some Sequence<MaintenanceTask>, log: RunLog?) throws(CommandFailure) -> [TaskName: Gate] {
    guard catalog.holdsUpTasks else { return [:] }
    let bound = tasks.filter { clearance(of: $0) != nil }
    guard !bound.isEmpty else { return [:] }
    do throws(RunLogFailure) {
      let samples = try log?.timeSamples(of: bound.map(\.name)) ?? [:]
      return bound.reduce(into: [:]) { gates, task in
        gates[task.name] = gate(of: task, samples: samples[task.name] ?? TimeSamples())
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The plan with the gates of its tasks, and what is known of their ways back and of those who must approve them.
  func gated(_ plan: consuming Plan, log: RunLog?, at now: Timestamp) throws(CommandFailure) -> Plan {
    let gates = try gates(of: plan.tasks.lazy.map { $0.task }, log: log)
    if !gates.isEmpty {
      for index in plan.tasks.indices { plan.tasks[index].gate = gates[plan.tasks[index].name] }
    }
    plan = try RollbackProofs(catalog, log: log, project: project).added(to: plan)
    let approvals = ApprovalOutlook(
      basis: ApprovalBasis(catalog, log: log, project: project), log: log, words: approvalWords)
    return try approvals.added(to: plan, at: now)
  }
}
