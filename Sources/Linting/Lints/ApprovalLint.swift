import Catalog
import Diagnostics

/// Approvals that nobody of this host can give, or too few can.
enum ApprovalLint {
  /// `roles`: names that stand for others.
  static func problems(
    of rule: ApprovalRule, host: some LintHost, roles: [String: [RoleMember]]
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    // nil: more than can be counted. How many a group stands for changes from day to day.
    var users: Set<String>? = []
    for approver in rule.from {
      let names = roles[approver.name]?.map(\.description) ?? [approver.name]
      let people = names.map { NamedPeople($0, host) }
      if people.allSatisfy(\.isOne) { users?.formUnion(names) } else { users = nil }
      if people.contains(where: \.isSomebody) { continue }
      found.append(roles[approver.name] == nil ? nobody(approver, people) : roleOfNobody(approver))
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

  private static func nobody(_ approver: ApprovalRule.Approver, _ people: [NamedPeople]) -> Diagnostic {
    let isGroup = approver.name.hasPrefix("%")
    let name = isGroup ? String(approver.name.dropFirst()) : approver.name
    if case .emptyGroup? = people.first {
      return Diagnostic(
        .unknownApprover, "nobody of this host is in the group '\(name)'", severity: .warning, at: approver.place,
        hint: "nobody can approve as '\(approver.name)' here: add users to the group, or name another")
    }
    let what = isGroup ? "this host has no group" : "this host has no user and no group"
    return Diagnostic(
      .unknownApprover, "\(what) '\(name)'", severity: .warning, at: approver.place,
      hint: "nobody can approve as '\(approver.name)' here: correct the name, or make the \(isGroup ? "group" : "user")"
    )
  }

  private static func roleOfNobody(_ approver: ApprovalRule.Approver) -> Diagnostic {
    Diagnostic(
      .unknownApprover, "nobody of this host has the role '\(approver.name)'", severity: .warning, at: approver.place,
      hint: "nobody can approve as '\(approver.name)' here: name users or groups of this host for it in 'roles' of "
        + "maintenance_coordination")
  }

  private static func tooFew(_ rule: ApprovalRule, _ count: Int) -> Diagnostic {
    Diagnostic(
      .tooFewApprovers,
      "\(rule.needed) must approve it, and \(count == 1 ? "only one user is" : "only \(count) users are") named: it could "
        + "never begin", at: rule.place, hint: "name more users or a group, or lower needed")
  }
}
