import Scheduling

/// The full name of a task: `tier.task`, or `runbook:name` for a runbook that is run by itself.
package struct TaskName: Sendable, Hashable, CustomStringConvertible {
  /// nil for a runbook that is run by itself.
  package var tier: Tier?
  package var name: String

  package init(tier: Tier?, name: String) {
    self.tier = tier
    self.name = name
  }

  package var description: String {
    if let tier { "\(tier.rawValue).\(name)" } else { "runbook:\(name)" }
  }
}
