import Catalog
import Diagnostics
import Glibc
import Planning
import RunLog
import Scheduling

/// Approvals that nobody can write down, as the run log of this host belongs to one user who is not root.
struct ApprovalPlaceLint {
  let context: Context

  /// One for all of them. Where there is no run log yet, nobody can say whose it will be.
  func warning(of catalog: Catalog) -> Diagnostic? {
    guard let state = try? context.folders.state(), access(StateFolder(path: state).database, F_OK) == 0,
      let owner = AnswerPlace(state: state).owner
    else { return nil }
    let approvers = Approvers(catalog.coordination)
    let tasks = Tier.allCases.flatMap { catalog.tiers[$0]?.tasks ?? [] }
    let rules =
      tasks.compactMap(\.approval) + catalog.runbooks.values.sorted { $0.name < $1.name }.compactMap(\.approval)
    let others = rules.first { rule in
      let isOwners = rule.needed == 1 && rule.allowsSelf && approvers.includes(owner, rule.from.map(\.name))
      return !isOwners
    }
    return others.map { rule in
      Diagnostic(
        .tooFewApprovers,
        "the run log in \(state) belongs to \(owner.name), so nobody else can write an answer into it",
        severity: .warning,
        at: rule.place,
        hint:
          "have root run maint, with its run log in /var/lib/maint, so that approvers answer with sudo; here they can "
          + "answer only with 'sudo -u \(owner.name) maint approve', and where the kernel keeps who logged in")
    }
  }
}
