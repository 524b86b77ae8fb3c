import Catalog
import Planning
import RunLog
import Scheduling

/// What runs would find of approvals that began now; asks for none and writes nothing.
struct ApprovalOutlook {
  let basis: ApprovalBasis
  let log: RunLog?
  let words: ApprovalWords

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

  /// Why a task that is due would only come to wait if a run began it: what was asked for is not answered, or was
  /// rejected. nil: it may begin, or a run has to ask.
  func hold(of task: MaintenanceTask, at now: Timestamp) -> String? {
    guard !basis.catalog.approvals(of: task).isEmpty else { return nil }
    // As a run by the clock resolves it. Where it cannot, that run says why.
    let planner = Planner(catalog: basis.catalog, history: PlanningHistory(), counts: { _, _ in false })
    guard let plan = try? planner.plan(targets: [.task(task.name)]),
      let planned = plan.tasks.first(where: { $0.name == task.name }),
      let found = try? approval(of: planned, in: plan, at: now), !found.isGiven, found.request != nil
    else { return nil }
    return found.words
  }

  private func approval(of task: PlannedTask, in plan: Plan, at now: Timestamp) throws(RunLogFailure)
    -> PlannedApproval?
  {
    guard let request = try basis.request(for: task, in: plan, at: now) else { return nil }
    let history = try log?.approvalHistory(of: task.name, in: basis.project).counting(basis.approvers.isEntitled)
    return words.outlook(request, history?.finding(for: request, at: now), at: now)
  }
}
