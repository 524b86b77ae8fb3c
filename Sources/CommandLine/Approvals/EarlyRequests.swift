import Catalog
import Planning
import RunLog
import Scheduling

/// Tasks that wait for a window and for somebody's word, and of which nobody was asked yet: whoever is asked when the window
/// opens, at two on a Sunday, answers when it is over.
struct EarlyRequests {
  /// So long before the window opens they are asked for, or as its `notice` says where that is more: from Friday on for the night of
  /// Sunday.
  static let usualLead = Duration.seconds(2 * 86_400)
  /// What came to no request, as where its locks were held, is not tried again at once.
  private static let pause = Duration.seconds(3_600)

  /// The whole project; nil: none is asked for.
  private(set) var catalog: Catalog?
  private(set) var tasks: Set<TaskName> = []
  /// Those that were asked for and that nobody has answered.
  private(set) var waiting: [(request: Int, opens: Timestamp)] = []
  /// When there may be others; nil: not as the project is now.
  private(set) var next: Timestamp?

  /// `log` is nil where there is none yet.
  init(_ context: Context, _ check: DueCheck, log: RunLog?) throws(CommandFailure) {
    let near = near(check)
    guard !near.isEmpty, let catalog = Self.catalog(context, check) else { return }
    // A freeze may keep the window shut.
    let exceptions = try WindowGrant.exceptions(in: log, at: check.now)
    let gates = try Gatekeeper(catalog, context: context, exceptions: exceptions, project: check.project)
      .gates(of: near.lazy.map(\.task), log: log)
    do throws(RunLogFailure) {
      let obstacles = try Obstacles(context, catalog, check, log)
      let outlook = ApprovalOutlook(
        basis: ApprovalBasis(catalog, log: log, project: check.project), log: log, words: ApprovalWords(context))
      for found in near {
        let gate = gates[found.task.name]
        guard let opens = gate == nil ? found.opens : gate?.start(from: found.opens) else { continue }
        let start = opens + (.zero - found.lead)
        guard start <= check.now else {
          look(at: start)
          continue
        }
        try add(found.task, opens: opens, outlook.outlook(of: found.task, at: check.now), obstacles, at: check.now)
      }
    } catch {
      throw CommandFailure(error)
    }
    if !tasks.isEmpty { self.catalog = catalog }
  }

  private typealias Near = (task: MaintenanceTask, opens: Timestamp, lead: Duration)

  /// Those whose windows open within the time, but for freezes.
  private mutating func near(_ check: DueCheck) -> [Near] {
    var near: [Near] = []
    for (number, task) in check.due.tasks.enumerated() where !check.isOpen(number) {
      guard let window = check.due.rules[number].window, let opens = check.opening(number) else { continue }
      let lead = max(window.notice ?? .zero, Self.usualLead)
      let start = opens + (.zero - lead)
      if start <= check.now { near.append((task, opens, lead)) } else { look(at: start) }
    }
    return near
  }

  /// A task whose window opens soon. `found`: what a run would find of its approval; nil: it needs none.
  private mutating func add(
    _ task: MaintenanceTask, opens: Timestamp, _ found: PlannedApproval?, _ obstacles: Obstacles, at now: Timestamp
  ) throws(RunLogFailure) {
    guard let found, !found.isGiven else { return }
    if found.request != nil {
      if let request = found.unanswered { waiting.append((request, opens)) }
      return
    }
    if try obstacles.hold(task) { return }
    if try obstacles.log?.latestOutcome(of: task.name, since: now + (.zero - Self.pause)) != nil {
      return look(at: now + Self.pause)
    }
    tasks.insert(task.name)
  }

  /// What keeps a run from asking.
  private struct Obstacles {
    let log: RunLog?
    private let catalog: Catalog
    private let now: Timestamp
    private let proofs: ProofObjection
    /// The runbooks that were left in doubt.
    private let doubted: Set<String>

    init(_ context: Context, _ catalog: Catalog, _ check: DueCheck, _ log: RunLog?) throws(RunLogFailure) {
      (self.log, self.catalog, now) = (log, catalog, check.now)
      proofs = ProofObjection(catalog: catalog, log: log, project: check.project, command: NextCommand(context))
      doubted = Set(try log?.unresolved().map(\.runbook) ?? [])
    }

    func hold(_ task: MaintenanceTask) throws(RunLogFailure) -> Bool {
      if proofs(task, at: now) != nil || doubted.contains(task.runbook) { return true }
      guard let log else { return false }
      return try PathsInDoubt(log: log).refusal(of: catalog.runbooks[task.runbook]?.backedUpPaths ?? []) != nil
    }
  }

  private mutating func look(at moment: Timestamp) { next = next.map { min($0, moment) } ?? moment }

  /// What is due, and these.
  func targets(besides check: DueCheck) -> [Target] {
    check.targets + check.due.tasks.map(\.name).filter(tasks.contains).map { .task($0) }
  }

  /// Nothing that only they need begins: it is not their time yet.
  func isolated(in plan: Plan, _ check: DueCheck) -> Plan {
    if tasks.isEmpty { return plan }
    return plan.isolating(tasks) { name in
      check.due.number(of: name).map { check.selection.verdicts[$0] == .selected } ?? false
    }
  }

  /// What is wrong with the project is told by the run that begins something, and by 'maint check'.
  private static func catalog(_ context: Context, _ check: DueCheck) -> Catalog? {
    if !check.catalog.runbooks.isEmpty { return check.catalog }
    return TrustedProject(context: context, folder: context.folders.project).sound
  }
}

extension DueCheck {
  /// When a task that is not to start now may, as far as its window says; nil: it starts now, is never due, or waits for a need.
  fileprivate func opening(_ number: Int) -> Timestamp? {
    switch selection.verdicts[number] {
    case .selected, .waits: return nil
    case .shut(let until): return until
    case .notDue: break
    }
    switch selection.states[number] {
    case .notDue(let next), .givenUp(_, let next): return next
    case .waiting(let until, _): return until
    case .due, .never: return nil
    }
  }
}
