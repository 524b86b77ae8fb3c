import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// What is due at a moment, by the files of the project and the run log: what `maint due` and `maint run --due` begin
/// with.
struct DueCheck {
  let now: Timestamp
  /// Without its runbooks where nothing is due.
  let catalog: Catalog
  let due: DueTasks
  let histories: [DueHistory]
  let selection: DueSelection
  /// By the number of the task, what keeps it from starting by the clock; asked only of those that are due.
  private let gates: [Int: Gate]
  /// The runs that are at tasks now.
  private let running: [TaskName: Int]
  /// Runs were left without an outcome by a maint that is gone.
  let hasDeadRuns: Bool
  /// Runs are under way, or seem to be.
  let hasOpenTasks: Bool

  /// `log` is nil where there is none yet.
  init(_ context: Context, log: RunLog?, at now: Timestamp) throws(CommandFailure) {
    let zones = ZoneMemory()
    let hostZone = context.zone
    var catalog = try context.loadSchedules()
    var due = DueTasks(catalog, hostZone: hostZone) { zones.zone(named: $0) }
    // Before the histories: a run that ends in between is then seen at work, and not overlooked.
    let open = try Self.openTasks(in: log)
    var histories = try Self.histories(of: due, in: log, at: now)
    var exceptions: [WindowException] = []
    if due.rules.indices.contains(where: { due.rules[$0].state(at: now, history: histories[$0]).isDue }) {
      exceptions = try WindowGrant.exceptions(in: log, at: now)
      catalog = try context.loadCatalog()
      // It was read anew, and may have been changed in between.
      due = DueTasks(catalog, hostZone: hostZone) { zones.zone(named: $0) }
      histories = try Self.histories(of: due, in: log, at: now)
    }
    let alive = open.filter { OwnProcess.isAlive($0.process, bootID: $0.bootID) }
    let running = Dictionary(alive.map { ($0.name, $0.run) }) { first, _ in first }
    var gates: [Int: Gate] = [:]
    let gatekeeper = Gatekeeper(catalog, context: context, exceptions: exceptions)
    let selection = DueSelection(due, at: now, histories: histories) { task in
      if running[due.tasks[task].name] != nil { return .shut(until: nil) }
      let gate = gatekeeper.gate(of: due.tasks[task], log: log)
      gates[task] = gate
      return gate?.admission(at: now) ?? .open(until: nil)
    }
    (self.now, self.catalog, self.due, self.histories, self.selection) = (now, catalog, due, histories, selection)
    (self.gates, self.running) = (gates, running)
    (hasOpenTasks, hasDeadRuns) = (!open.isEmpty, alive.count < open.count)
  }

  /// What is to be run, in order: a tier of which all is selected as a whole, of others their tasks.
  var targets: [Target] {
    var targets: [Target] = []
    let selected = selection.selected.map { due.tasks[$0].name }
    for tier in Tier.allCases {
      let names = selected.filter { $0.tier == tier }
      if names.isEmpty { continue }
      let isWhole = names.count == catalog.tiers[tier]?.tasks.count
      targets += isWhole ? [.tier(tier)] : names.map { .task($0) }
    }
    return targets
  }

  /// What somebody has to know: of tasks that are not tried again in this period, and of those for which no opening to come
  /// is long enough, which would wait for ever.
  var alerts: [PeriodAlert] {
    due.tasks.indices.compactMap { .givenUp($0, of: due, selection.states[$0], at: now) }
      + due.tasks.indices.compactMap(neverStarting)
  }

  private func neverStarting(_ task: Int) -> PeriodAlert? {
    guard selection.verdicts[task] == .shut(until: nil), let gate = gates[task] else { return nil }
    let reason = gate.reason(gate.decision(at: now), at: now) ?? ""
    return PeriodAlert(
      .neverStarts, about: task, of: due, at: now, text: "\(due.tasks[task].name) is due and cannot start: \(reason)")
  }

  /// Why a selected task whose turn has come is not to be started: while it stood in the queue, another run may have tried
  /// it. nil: it is still due, as of the moment of the selection.
  func objection(to task: PlannedTask, _ log: RunLog) -> String? {
    guard let number = due.number(of: task.name), selection.verdicts[number] == .selected else { return nil }
    let rule = due.rules[number]
    do throws(RunLogFailure) {
      let histories = try log.dueHistories(of: [(task.name, rule.stretch(at: now))])
      let isDue = histories.first.map { rule.state(at: now, history: $0).isDue } ?? false
      return isDue ? nil : "another run tried it meanwhile"
    } catch {
      return "whether another run tried it meanwhile could not be read: \(error.message)"
    }
  }

  func report(zone: Zone) -> DueReport {
    let tasks = due.tasks.indices.map { number in
      let (task, rule) = (due.tasks[number], due.rules[number])
      return DueTask(
        name: task.name, state: selection.states[number], maxAttempts: rule.maxAttempts,
        lastSuccess: histories[number].lastSuccess, hold: hold(of: number), zone: rule.zone)
    }
    return DueReport(at: now, tasks: tasks, zone: zone)
  }

  private func hold(of task: Int) -> DueTask.Hold? {
    switch selection.verdicts[task] {
    case .selected, .notDue: return nil
    case .waits(let need): return .need(due.tasks[need].name)
    case .shut(let until):
      if let run = running[due.tasks[task].name] { return .running(run: run) }
      return .window(gates[task].map { $0.cause($0.decision(at: now), at: now) ?? "" } ?? "", until: until)
    }
  }

  private static func histories(
    of due: DueTasks, in log: RunLog?, at now: Timestamp
  ) throws(CommandFailure) -> [DueHistory] {
    guard let log else { return due.tasks.map { _ in DueHistory() } }
    var stretches: [(name: TaskName, stretch: Range<Timestamp>)] = []
    stretches.reserveCapacity(due.tasks.count)
    for (task, rule) in zip(due.tasks, due.rules) { stretches.append((task.name, rule.stretch(at: now))) }
    do throws(RunLogFailure) {
      return try log.dueHistories(of: stretches)
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func openTasks(in log: RunLog?) throws(CommandFailure) -> [OpenTask] {
    guard let log else { return [] }
    do throws(RunLogFailure) {
      return try log.openTasks()
    } catch {
      throw CommandFailure(error)
    }
  }
}
