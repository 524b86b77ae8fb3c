import Catalog
import Scheduling

/// The light of a tier, and why it shows that.
struct TierLight: Sendable, Hashable {
  /// nil: of runbooks that are run by themselves.
  var tier: Tier?
  var light: TrafficLight
  /// What is wrong, the worst first; then what is worth knowing.
  var reasons: [String]
  /// Since when all of it has succeeded; nil: not known, or a task never has.
  var lastSuccess: Timestamp?
  /// When it is due next; nil: not known, or only when asked.
  var next: Timestamp?
  /// The runs that are at it.
  var runs: [Int] = []

  var name: String { tier?.rawValue ?? "by name" }
}
