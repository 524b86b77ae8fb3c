import Catalog
import Diagnostics
import Planning
import Reporting
import RunLog
import Scheduling

/// What is due at a moment, by the files of the project and the run log: what `maint due` and `maint run --due` begin
/// with.
struct DueCheck {
  let now: Timestamp
  /// nil: another moment than now is asked about.
  let reading: ClockReading?
  /// The path of the project folder.
  let project: String
  /// Without its runbooks where nothing is due.
  let catalog: Catalog
  let due: DueTasks
  let histories: [DueHistory]
  let selection: DueSelection
  /// By the number of the task, what keeps it from starting by the clock; asked only of those that are due.
  let gates: [Int: Gate]
  let gatekeeper: Gatekeeper
  /// By the number of the task, which proof is wanting.
  let wanting: [Int: String]
  /// By the number of the task, whose approval it waits for, and the request that nobody has answered.
  let unapproved: [Int: ApprovalHold]
  /// By runbook, why its tasks would be refused: the run that left it in doubt, until somebody puts that right.
  private let refused: [String: String]
  /// The runs that are at tasks now.
  let running: [TaskName: Int]
  /// Those of runs that are not over, or seem to be under way.
  private let openTasks: Set<TaskName>
  /// Runs were left without an outcome by a maint that is gone.
  let hasDeadRuns: Bool
  /// Runs are under way, or seem to be.
  let hasOpenTasks: Bool
  /// The one that tiers without a zone of their own are counted in.
  let zone: Zone

  /// What is due now. `catalog`: the whole project, where it was read; else as much of it is as is needed. `asRunDue`: in the
  /// zone in which `run --due` counts, as the log has kept it, where that is known.
  init(
    _ context: Context, log: RunLog?, catalog: Catalog? = nil, asRunDue: Bool = false
  ) throws(CommandFailure) {
    let reading = SystemClock.reading()
    try self.init(context, log: log, at: reading.wall, reading: reading, catalog: catalog, asRunDue: asRunDue)
  }

  /// `log` is nil where there is none yet. `isOver`: what counts for a later moment than `now` is left out, so that it is as it
  /// was then.
  init(
    _ context: Context, log: RunLog?, at now: Timestamp, reading: ClockReading? = nil, catalog whole: Catalog? = nil,
    asRunDue: Bool = false, isOver: Bool = false
  ) throws(CommandFailure) {
    let zones = ZoneMemory()
    var context = context
    var catalog: Catalog
    if let whole {
      catalog = whole
    } else {
      catalog = try context.loadSchedules()
      try context.requireTasks(catalog)
    }
    if asRunDue {
      context.countedZone = try Self.zoneOfRunDue(context, log, at: now, catalog, zones)
    }
    let hostZone = context.zone
    var due = DueTasks(catalog, hostZone: hostZone) { zones.zone(named: $0) }
    // Before the histories: a run that ends in between is then seen at work, and not overlooked.
    let open = isOver ? [] : try Self.openTasks(in: log)
    let known: Range<Timestamp>? = isOver ? Timestamp(microseconds: .min)..<now : nil
    project = FolderChoice.absolute(context.folders.project)
    var histories = try Self.histories(of: due, in: log, at: now, reading, project: project, known)
    var exceptions: [WindowException] = []
    if due.rules.indices.contains(where: { due.rules[$0].state(at: now, history: histories[$0]).isDue }) {
      exceptions = try WindowGrant.exceptions(in: log, at: now)
      if whole == nil {
        catalog = try context.loadCatalog()
        // It was read anew, and may have been changed in between.
        due = DueTasks(catalog, hostZone: hostZone) { zones.zone(named: $0) }
        histories = try Self.histories(of: due, in: log, at: now, reading, project: project, known)
      }
    }
    let alive = open.filter { OwnProcess.isAlive($0.process, bootID: $0.bootID) }
    let running = Dictionary(alive.map { ($0.name, $0.run) }) { first, _ in first }
    var (gates, wanting): ([Int: Gate], [Int: String]) = ([:], [:])
    var unapproved: [Int: ApprovalHold] = [:]
    let proofs = ProofObjection(catalog: catalog, log: log, project: project, command: NextCommand(context))
    let gatekeeper = Gatekeeper(catalog, context: context, exceptions: exceptions)
    let approvals = ApprovalOutlook(
      basis: ApprovalBasis(catalog, log: log, project: project), log: log, words: ApprovalWords(context))
    var failure: CommandFailure?
    let selection = DueSelection(due, at: now, histories: histories) { task in
      if running[due.tasks[task].name] != nil { return .shut(until: nil) }
      wanting[task] = proofs(due.tasks[task], at: now)
      if wanting[task] != nil { return .shut(until: nil) }
      // Asked for once, it waits for somebody, whatever its window does.
      unapproved[task] = approvals.hold(of: due.tasks[task], at: now)
      if unapproved[task]?.words != nil { return .shut(until: nil) }
      do throws(CommandFailure) {
        let gate = try gatekeeper.gate(of: due.tasks[task], log: log)
        gates[task] = gate
        return gate?.admission(at: now) ?? .open(until: nil)
      } catch {
        failure = error
        return .shut(until: nil)
      }
    }
    if let failure { throw failure }
    // What it needs is another matter, and often only of the period that has just begun.
    for (task, verdict) in selection.verdicts.enumerated() {
      if case .waits = verdict { unapproved[task] = approvals.hold(of: due.tasks[task], at: now) }
    }
    refused = selection.selected.isEmpty ? [:] : try Self.refusals(context, log)
    (self.reading, self.zone, self.gatekeeper) = (reading, hostZone, gatekeeper)
    openTasks = Set(open.map(\.name))
    (self.now, self.catalog, self.due, self.histories, self.selection) = (now, catalog, due, histories, selection)
    (self.gates, self.wanting, self.unapproved, self.running) = (gates, wanting, unapproved, running)
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

  /// The plan with the slot for which each of its tasks was selected.
  func slotted(_ plan: Plan) -> Plan {
    var plan = plan
    for index in plan.tasks.indices {
      guard let number = due.number(of: plan.tasks[index].name), selection.verdicts[number] == .selected else {
        continue
      }
      plan.tasks[index].dueAt = due.rules[number].slotStart(at: now, history: histories[number])
    }
    return plan
  }

  /// Of each task that is ever due, by its full name, when that is, in words.
  func expectations(_ known: ExpectedWindows) -> [String: String] {
    var expectations: [String: String] = [:]
    for (number, (task, rule)) in zip(due.tasks, due.rules).enumerated() {
      expectations[task.name.description] = known.words(of: task.name, rule, heldUpIn: openingHeldUp(number))
    }
    return expectations
  }

  /// Whether a task is ever due.
  var hasExpectations: Bool { due.rules.contains { $0.expectation != nil } }

  private static func zoneOfRunDue(
    _ context: Context, _ log: RunLog?, at now: Timestamp, _ catalog: Catalog, _ zones: ZoneMemory
  ) throws(CommandFailure) -> Zone? {
    guard let log else { return nil }
    do throws(RunLogFailure) {
      let known = try ExpectedWindows(
        of: FolderChoice.absolute(context.folders.project), in: log, at: now, zones: zones, followingMoves: true)
      return known.zone(for: catalog, reader: context.zone)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Whether a run that is not over has the task in its plan, and has still to end it.
  func isOpen(_ task: Int) -> Bool { openTasks.contains(due.tasks[task].name) }

  /// The first moment at which a task could have been started and was not, since its last success and since it is known to be
  /// due as it is; a freeze puts that off. nil: that cannot be told.
  func firstChance(_ number: Int, _ known: ExpectedWindows, _ log: RunLog) throws(CommandFailure) -> Timestamp? {
    let (rule, history) = (due.rules[number], histories[number])
    guard let since = known.since(due.tasks[number].name, rule) ?? history.lastSuccess else { return nil }
    let room = try room(number, at: now, log)
    return rule.firstChance(since: since, at: now, history: history) { freezeEnd(number, at: $0, room: room) }
  }

  /// Since when nobody's word holds up a task any more that has or had to be approved: somebody has approved it, its request is
  /// over, or what was asked for is different now, as the times of its files tell. nil: nobody was ever asked for it.
  func freed(_ number: Int, _ log: RunLog) throws(CommandFailure) -> Timestamp? {
    let task = due.tasks[number]
    let folder = FolderChoice.resolved(project) ?? project
    let records: [ApprovalRecord]
    do throws(RunLogFailure) {
      records = try log.approvalHistory(of: task.name, in: folder).records
    } catch {
      throw CommandFailure(error)
    }
    guard !records.isEmpty else { return nil }
    var unneeded = DiagnosticBag()
    let schedules = ProjectFolder("schedules", ofProject: folder).files(diagnostics: &unneeded).map(\.path)
    let sourced = records.flatMap { $0.subject.parts.filter { $0.kind == .file }.map(\.name) }
    let files = schedules + ["\(folder)/schedules", "\(folder)/runbooks/\(task.runbook).yaml"] + sourced
    let words = records.flatMap { record in record.words.map(\.at) + [record.expiresAt] }
    return (words + files.compactMap { FileStamp(path: $0).changedAt }).filter { $0 <= now }.max()
  }

  /// Why a selected task whose turn has come is not to be started: while it stood in the queue, another run may have tried
  /// it. nil: it is still due, as of the moment of the selection.
  func objection(to task: PlannedTask, _ log: RunLog) -> String? {
    guard let number = due.number(of: task.name), selection.verdicts[number] == .selected else { return nil }
    let rule = due.rules[number]
    do throws(RunLogFailure) {
      var history = try log.dueHistories(of: [(task.name, rule.stretch(at: now))], clock: reading).first ?? DueHistory()
      history.knownSince = histories[number].knownSince
      let isDue = rule.state(at: now, history: history).isDue
      return isDue ? nil : "another run tried it meanwhile"
    } catch {
      return "whether another run tried it meanwhile could not be read: \(error.message)"
    }
  }

  func report(zone: Zone) -> DueReport {
    let tasks = due.tasks.indices.map { number in
      let (task, rule) = (due.tasks[number], due.rules[number])
      var found = DueTask(
        name: task.name, state: selection.states[number], maxAttempts: rule.maxAttempts,
        lastSuccess: histories[number].lastStart, hold: hold(of: number), zone: rule.zone)
      if case .due(let since, _, .catchUp) = found.state { found.freeze = freeze(number, at: since)?.reason }
      if let began = histories[number].lastStart, let due = histories[number].lastSuccess {
        found.lastDelay = began - due
      }
      return found
    }
    return DueReport(at: now, tasks: tasks, zone: zone)
  }

  private func hold(of task: Int) -> DueTask.Hold? {
    switch selection.verdicts[task] {
    case .selected: return refused[due.tasks[task].runbook].map { .window($0, until: nil) }
    case .notDue: return nil
    case .waits(let need): return .need(due.tasks[need].name)
    case .shut(let until):
      if let run = running[due.tasks[task].name] { return .running(run: run) }
      if let reason = wanting[task] ?? unapproved[task]?.words { return .window(reason, until: nil) }
      guard let gate = gates[task] else { return .window("", until: until) }
      let decision = gate.decision(at: now)
      let reason = until == nil ? gate.reason(decision, at: now) : gate.cause(decision, at: now)
      return .window(reason ?? "", until: until)
    }
  }

  /// `span`: the time of which something is known; nil: all that matters.
  private static func histories(
    of due: DueTasks, in log: RunLog?, at now: Timestamp, _ reading: ClockReading?, project: String,
    _ span: Range<Timestamp>?
  ) throws(CommandFailure) -> [DueHistory] {
    guard let log else { return due.tasks.map { _ in DueHistory() } }
    var stretches: [(name: TaskName, stretch: Range<Timestamp>)] = []
    stretches.reserveCapacity(due.tasks.count)
    for (task, rule) in zip(due.tasks, due.rules) {
      let stretch = rule.stretch(at: now)
      stretches.append((task.name, span.map { stretch.clamped(to: $0) } ?? stretch))
    }
    do throws(RunLogFailure) {
      var histories = try log.dueHistories(of: stretches, clock: reading)
      guard histories.contains(where: { !$0.wasTried }) else { return histories }
      let known = try ExpectedWindows(of: project, in: log, at: now)
      for (task, rule) in due.rules.enumerated() where !histories[task].wasTried {
        if let since = known.since(due.tasks[task].name, rule) { histories[task].knownSince = since }
      }
      return histories
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func refusals(_ context: Context, _ log: RunLog?) throws(CommandFailure) -> [String: String] {
    guard let log else { return [:] }
    do throws(RunLogFailure) {
      return Dictionary(
        try log.unresolved().map { found in
          let command = NextCommand(context)("recover \(found.run)")
          return (found.runbook, "refused until what run \(found.run) left in doubt is put right: \(command)")
        }
      ) { first, _ in first }
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
