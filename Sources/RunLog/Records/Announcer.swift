import Catalog
import Execution

/// Makes messages of news: what is said and who is told is decided elsewhere, and asked for within the transaction of
/// the event, so that neither is in the log without the other.
package struct Announcer: Sendable {
  /// Between two messages about what goes on failing.
  package var remindEvery: Duration
  /// How grave it is that a task of this name fails.
  package var level: @Sendable (String) -> MaintenanceTask.AlertLevel
  /// nil: nothing is known of that.
  package var retries: RetryRules?
  /// How long a step waits for somebody to confirm the change; nil: it is no such step.
  package var confirmation: @Sendable (StepKey) -> Duration? = { _ in nil }
  /// Whether people can be told through it; who was told through another is told no more.
  package var hasChannel: @Sendable (String) -> Bool = { _ in true }
  /// The messages about the news; pure, and called again where a transaction is.
  package var compose: @Sendable (News) -> [NewMessage]

  package init(
    remindEvery: Duration, level: @escaping @Sendable (String) -> MaintenanceTask.AlertLevel,
    compose: @escaping @Sendable (News) -> [NewMessage]
  ) {
    self.remindEvery = remindEvery
    self.level = level
    self.compose = compose
  }
}
