import Catalog
import Planning
import RunLog
import Scheduling

/// Gives tasks what the run log knows of their way back.
///
/// Nothing is said of any until somebody makes a drill, or demands one.
struct RollbackProofs {
  private let catalog: Catalog
  private let log: RunLog?
  private let isOn: Bool

  init(_ catalog: Catalog, log: RunLog?) throws(CommandFailure) {
    self.catalog = catalog
    self.log = log
    do throws(RunLogFailure) {
      let isDrilled = try log?.hasDrills()
      isOn = Self.isDemanded(in: catalog) || isDrilled == true
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func isDemanded(in catalog: Catalog) -> Bool {
    catalog.defaults.requireDrill != nil
      || catalog.tiers.values.contains { tier in
        tier.requireDrill != nil || tier.tasks.contains { $0.requireDrill != nil }
      }
  }

  /// The plan with what is known of its tasks; those that change nothing, or have no way back, are left as they are.
  func added(to plan: Plan) throws(CommandFailure) -> Plan {
    guard isOn else { return plan }
    var plan = plan
    var drills: [String: [ProofRecord]] = [:]
    let bases = ProofBasis(catalog)
    for index in plan.tasks.indices {
      let runbook = plan.runbook(of: plan.tasks[index])
      guard !runbook.change.isEmpty, runbook.noRollbackReason == nil else { continue }
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
