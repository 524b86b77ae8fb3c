import Catalog
import RunLog

extension Catalog {
  /// Why no run of the project asks anew for what was asked for: it finds it no more, or begins it without asking. nil: one
  /// does. Only a catalog with the runbooks knows.
  func past(of record: ApprovalRecord) -> ApprovalRecord.Past? {
    let name = record.task.name
    guard let tier = record.task.tier else {
      guard let runbook = runbooks[name] else { return .gone("there is no runbook '\(name)' any more") }
      return runbook.approval == nil ? .unneeded : nil
    }
    guard let task = tiers[tier]?.tasks.first(where: { $0.name == record.task }) else {
      return .gone("the tier '\(tier.rawValue)' has no task '\(name)' any more")
    }
    return approvals(of: task).isEmpty ? .unneeded : nil
  }
}
