import Catalog
import Planning
import RunLog
import Scheduling

/// Gives tasks what the run log knows of their way back.
struct RollbackProofs {
  private let catalog: Catalog
  private let log: RunLog?
  private let project: String

  /// `project`: the folder of the catalog.
  init(_ catalog: Catalog, log: RunLog?, project: String) {
    self.catalog = catalog
    self.log = log
    self.project = project
  }

  /// Whether a runbook has a way back that a drill could prove.
  static func concern(_ runbook: Runbook) -> Bool { !runbook.change.isEmpty && runbook.noRollbackReason == nil }

  /// The plan with what is known of its tasks; those that change nothing, or have no way back, are left as they are.
  func added(to plan: consuming Plan) throws(CommandFailure) -> Plan {
    let concerned = plan.runbooks.map(Self.concern)
    var drills: [String: [ProofRecord]] = [:]
    let bases = ProofBasis(catalog, project: project)
    for index in plan.tasks.indices where concerned[plan.tasks[index].runbook] {
      let name = plan.tasks[index].task.runbook
      do throws(RunLogFailure) {
        if drills[name] == nil { drills[name] = try log?.proofs(of: name, in: bases.project, .drill) }
        let known = drills[name] ?? []
        // What a proof rests on is read and summed up only where there is one.
        plan.tasks[index].rollbackProof =
          known.isEmpty
          ? .never
          : RollbackProof(
            known, basis: bases.basis(of: plan.tasks[index]), task: plan.tasks[index].name)
      } catch {
        throw CommandFailure(error)
      }
    }
    return plan
  }
}
