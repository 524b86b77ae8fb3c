import Catalog
import Planning
import RunLog
import Scheduling

/// What runs would find of approvals that began now; asks for none and writes nothing.
struct ApprovalOutlook {
  let basis: ApprovalBasis
  let log: RunLog?
  private let words: ApprovalWords

  init(basis: ApprovalBasis, log: RunLog?, words: ApprovalWords) {
    (self.basis, self.log, self.words) = (basis, log, words.naming(basis.approvers.roles))
  }

  /// The plan with what is known of the approvals that its tasks wait for.
  func added(to plan: consuming Plan, at now: Timestamp) throws(CommandFailure) -> Plan {
    let areToBeApproved = plan.runbooks.map { $0.approval != nil }
    for index in plan.tasks.indices {
      let mustBe = areToBeApproved[plan.tasks[index].runbook] || plan.tasks[index].task.rareApproval.isThere
      guard mustBe else { continue }
      do throws(RunLogFailure) {
        plan.tasks[index].approval = try approval(of: plan.tasks[index], in: plan, at: now)
      } catch {
        throw CommandFailure(error)
      }
    }
    return plan
  }

  /// What is known of the approval of a task that is due; nil: it needs none, or nobody was asked.
  func hold(of task: MaintenanceTask, at now: Timestamp) -> ApprovalHold? {
    guard let (planned, plan) = planned(task) else { return nil }
    if let why = basis.refusal(of: planned, basis.sources(of: planned)) { return ApprovalHold(words: why) }
    guard let found = try? approval(of: planned, in: plan, at: now), !found.isGiven else { return nil }
    return ApprovalHold(words: found.request.map { _ in found.words }, unanswered: found.unanswered)
  }

  /// What a run would find of its approval; nil: it needs none, or nobody can be asked.
  func outlook(of task: MaintenanceTask, at now: Timestamp) -> PlannedApproval? {
    guard let (planned, plan) = planned(task), basis.refusal(of: planned, basis.sources(of: planned)) == nil else {
      return nil
    }
    return (try? approval(of: planned, in: plan, at: now)) ?? nil
  }

  /// The request for just that to which somebody has said no; nil: there is none, or nobody can be asked.
  func rejection(of task: MaintenanceTask, at now: Timestamp) -> Int? {
    guard let (planned, plan) = planned(task),
      let request = try? basis.request(for: planned, basis.sources(of: planned), in: plan, at: now),
      let found = try? log?.approvalHistory(of: task.name, in: basis.project).finding(for: request, at: now)
    else { return nil }
    return found.standing == .rejected ? found.record.number : nil
  }

  /// As a run by the clock resolves it. Where it cannot, that run says why. nil: it needs no approval either.
  private func planned(_ task: MaintenanceTask) -> (PlannedTask, Plan)? {
    guard !basis.catalog.approvals(of: task).isEmpty else { return nil }
    let planner = Planner(catalog: basis.catalog, history: PlanningHistory(), counts: { _, _ in false })
    guard let plan = try? planner.plan(targets: [.task(task.name)]) else { return nil }
    return plan.tasks.first { $0.name == task.name }.map { ($0, plan) }
  }

  private static func unanswered(_ found: ApprovalHistory.Finding) -> Int? {
    switch found.standing {
    case .waits: found.record.number
    // What everybody has said yes to was answered, though it came to nothing.
    case .expired, .changed: found.record.isComplete ? nil : found.record.number
    case .given, .rejected, .altered, .over: nil
    }
  }

  /// What is different now from what was asked for; empty: nothing, or only a run can say.
  func differences(from record: ApprovalRecord, at now: Timestamp) -> [String] {
    if let past = basis.catalog.past(of: record) { return [past.words] }
    let target: Target = record.task.tier == nil ? .runbook(record.task.name) : .task(record.task)
    let planner = Planner(catalog: basis.catalog, history: PlanningHistory(), counts: { _, _ in false })
    guard let plan = try? planner.plan(targets: [target], arguments: record.arguments),
      let planned = plan.tasks.first(where: { $0.name == record.task }),
      let request = try? basis.request(for: planned, basis.sources(of: planned), in: plan, at: now),
      case .changed(let differences) = record.standing(for: request.subject, at: now)
    else { return [] }
    return differences
  }

  private func approval(of task: PlannedTask, in plan: Plan, at now: Timestamp) throws(RunLogFailure)
    -> PlannedApproval?
  {
    let sources = basis.sources(of: task)
    if let why = basis.refusal(of: task, sources) { return PlannedApproval(isGiven: false, request: nil, words: why) }
    guard let request = try basis.request(for: task, sources, in: plan, at: now) else { return nil }
    let history = try log?.approvalHistory(of: task.name, in: basis.project).counting(basis.approvers.isEntitled)
    let finding = history?.finding(for: request, at: now)
    var found = words.outlook(request, finding, at: now)
    found.unanswered = finding.flatMap(Self.unanswered)
    // A freeze may still prolong it.
    if found.isGiven, basis.catalog.freezes.isEmpty, let end = finding?.record.expiresAt,
      let opens = task.gate?.start(from: now), opens >= end
    {
      found.words += ", so not when it may start: a run asks anew"
    }
    let missing = Set((sources?.files ?? []).filter(\.isMissing).map(\.path))
    found.files = request.subject.parts.filter { $0.kind == .file && !missing.contains($0.name) }.map(\.name)
    found.missing = missing.sorted()
    found.uncovered = sources?.uncoveredWords ?? []
    found.programs = (sources?.programs ?? []).sorted()
    found.named = sources?.named ?? []
    return found
  }
}
