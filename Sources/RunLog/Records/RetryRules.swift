import Catalog
import Scheduling

/// When tasks that have failed are tried again.
package struct RetryRules: Sendable {
  /// What of its history matters, as `DueRule.stretch`; nil: nothing tries it by the clock.
  package var stretch: @Sendable (TaskName, Timestamp) -> Range<Timestamp>?
  package var next: @Sendable (TaskName, DueHistory, NextApproval, Timestamp) -> NextTry?

  package init(
    stretch: @escaping @Sendable (TaskName, Timestamp) -> Range<Timestamp>?,
    next: @escaping @Sendable (TaskName, DueHistory, NextApproval, Timestamp) -> NextTry?
  ) {
    self.stretch = stretch
    self.next = next
  }
}
