import Catalog
import Scheduling

/// What the operator asked for: a tier, one of its tasks, or a runbook by itself.
package enum Target: Sendable, Hashable {
  case tier(Tier)
  case task(TaskName)
  case runbook(String)
}
