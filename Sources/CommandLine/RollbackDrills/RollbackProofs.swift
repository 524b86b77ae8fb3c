import Catalog
import Planning
import RunLog
import Scheduling

/// Gives tasks what the run log knows of their way back.
struct RollbackProofs {
  private let catalog: Catalog
  private let log: RunLog?

  init(_ catalog: Catalog, log: RunLog?) {
    self.catalog = catalog
    self.log = log
  }

  /// Whether a runbook has a way back that a drill could prove.
  static func concern(_ runbook: Runbook) -> Bool { !runbook.change.isEmpty && runbook.noRollbackReason == nil }

  /// The plan with what is known of its tasks; those that change nothing, or have no way back, are left as they are.
  func added(to plan: consuming Plan) throws(CommandFailure) -> Plan {
    let concerned = plan.runbooks.map(Self.concern)
    var drills: [String: [ProofRecord]] = [:]
    let bases = ProofBasis(catalog)
    for index in plan.tasks.indices where concerned[plan.tasks[index].runbook] {
      let runbook = plan.runbook(of: plan.tasks[index])
      do throws(RunLogFailure) {
        if drills[runbook.name] == nil { drills[runbook.name] = try log?.proofs(of: runbook.name, .drill) }
        plan.tasks[index].rollbackProof = RollbackProof(
          drills[runbook.name] ?? [], basis: bases.basis(of: plan.tasks[index]))
      } catch {
        throw CommandFailure(error)
      }
    }
    return plan
  }
}
