import Catalog
import Diagnostics

/// Approvals that nobody of this host can give, or too few can.
enum ApprovalLint {
  /// `roles`: names that stand for others.
  static func problems(of rule: ApprovalRule, host: some LintHost, roles: Set<String>) -> [Diagnostic] {
    var found: [Diagnostic] = []
    // How many a role or a group stands for changes from day to day.
    var users: Set<String>? = []
    for approver in rule.from {
      let name = approver.name
      let isGroup = name.hasPrefix("%")
      if roles.contains(name) {
        users = nil
      } else if !isGroup, host.isUser(name) {
        users?.insert(name)
      } else if host.isGroup(isGroup ? String(name.dropFirst()) : name) {
        users = nil
      } else {
        found.append(unknown(approver, isGroup))
        if isGroup { users = nil } else { users?.insert(name) }
      }
    }
    if let users, users.count < rule.needed { found.append(tooFew(rule, users.count)) }
    return found
  }

  /// Whoever runs the runbook alone is asked for nothing that stands beside the task.
  static func waysAround(of task: MaintenanceTask, _ catalog: Catalog) -> [Diagnostic] {
    guard let rule = task.approval, let runbook = catalog.runbooks[task.runbook], runbook.approval == nil,
      !runbook.change.isEmpty
    else { return [] }
    return [
      Diagnostic(
        .approvalOfTaskAlone,
        "maint run runbook:\(runbook.name) does the same, and nobody has to approve it", severity: .note,
        at: rule.place,
        hint: "where that must not be, write this approval into the runbook: it holds for whatever runs it")
    ]
  }

  private static func unknown(_ approver: ApprovalRule.Approver, _ isGroup: Bool) -> Diagnostic {
    let what = isGroup ? "this host has no group" : "this host has no user and no group"
    let name = isGroup ? String(approver.name.dropFirst()) : approver.name
    return Diagnostic(
      .unknownApprover, "\(what) '\(name)'", severity: .warning, at: approver.place,
      hint: "nobody can approve as '\(approver.name)' here: correct the name, or make the \(isGroup ? "group" : "user")"
    )
  }

  private static func tooFew(_ rule: ApprovalRule, _ count: Int) -> Diagnostic {
    Diagnostic(
      .tooFewApprovers,
      "\(rule.needed) must approve it, and \(count == 1 ? "only one user is" : "only \(count) users are") named: it could "
        + "never begin", at: rule.place, hint: "name more users or a group, or lower needed")
  }
}
