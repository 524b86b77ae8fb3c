import Catalog
import Scheduling

/// The tasks of a tier that are due by the same rule: all of them, or those that wait for a window of their own.
package struct DueGroup: Sendable {
  /// A task and what is known of it.
  package struct Member: Sendable {
    package var task: MaintenanceTask
    /// Whether it changes something, and so keeps to windows and freezes.
    package var changes: Bool
    /// nil: no history.
    package var estimate: Estimate?
  }

  package var rule: DueRule
  /// The zone of those that are due by other clocks than the host's, and in no window.
  package var ownZone: String?
  /// In the order written.
  package var members: [Member]
  /// Of the tasks and of their runbooks, sorted, without repetition.
  package var locks: [String]
  /// How long the tasks take together if each takes its median; one without history counts for nothing.
  package var length: Duration

  package var tier: Tier { rule.tier }
  /// nil: whenever it is due.
  package var window: Window? { rule.window }
  /// How many tasks have no history.
  package var unmeasured: Int { members.count { $0.estimate == nil } }

  /// `daily`, of tasks with a window of their own `daily in weekly`, and of those by other clocks `daily by Asia/Tokyo`.
  package var name: String {
    if let ownZone { return "\(tier.rawValue) by \(ownZone)" }
    guard let window, window.name != tier.rawValue else { return tier.rawValue }
    return "\(tier.rawValue) in \(window.name)"
  }
}
