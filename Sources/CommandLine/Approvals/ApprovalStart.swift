import Catalog
import Planning
import RunLog
import Scheduling

/// When the task of a request can begin, once it is approved: what its window, a freeze and the time that it needs say of that.
struct ApprovalStart {
  /// Why it does not begin now, in words with and without when it may; nil: it does, or only a run can say.
  private var shut: (reason: String, cause: String)?
  /// When it may begin; nil: never, or only a run can say.
  private var opens: Timestamp?
  private let zone: Zone
  /// The clock starts it.
  let isByClock: Bool
  /// Up to when the approval counts that is given now.
  let end: Timestamp

  /// `catalog`: that of the request's project, with its runbooks.
  init(of record: ApprovalRecord, in catalog: Catalog?, log: RunLog?, context: Context, at now: Timestamp) {
    zone = context.zone
    isByClock = record.task.tier.map { $0 != .emergency } ?? false
    guard let catalog, let task = Self.task(of: record, in: catalog) else {
      end = record.expiresAt
      return
    }
    let exceptions = (try? WindowGrant.exceptions(in: log, at: now)) ?? []
    let gatekeeper = Gatekeeper(catalog, context: context, exceptions: exceptions, project: record.project)
    let gate = (try? gatekeeper.gate(of: task, log: log)) ?? nil
    if let gate, let reason = gate.reason(gate.decision(at: now), at: now) {
      shut = (reason, gate.cause(gate.decision(at: now), at: now) ?? "")
      opens = gate.start(from: now)
    }
    end = gate?.approvalEnd(record.expiresAt, at: now) ?? record.expiresAt
  }

  /// Why it does not begin now, approved or not; nil: it does, or only a run can say. `end`: up to when the approval counts: it may not
  /// begin by it any more where the time comes later.
  func shut(until end: Timestamp) -> String? {
    guard let shut else { return nil }
    guard let opens, opens >= end else { return shut.reason }
    return "\(shut.cause); it is over before the next time that it may start, which is \(zone.minute(opens)): "
      + "for that a run asks anew"
  }

  private static func task(of record: ApprovalRecord, in catalog: Catalog) -> MaintenanceTask? {
    let target: Target = record.task.tier == nil ? .runbook(record.task.name) : .task(record.task)
    let planner = Planner(catalog: catalog, history: PlanningHistory(), counts: { _, _ in false })
    let plan = try? planner.plan(targets: [target], arguments: record.arguments)
    return plan?.tasks.first { $0.name == record.task }?.task
  }
}
