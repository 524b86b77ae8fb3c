import Catalog
import Scheduling

/// The latest success of a task, or that it had nothing to do, which stands: nothing took it back since.
package struct LatestSuccess: Sendable, Hashable {
  package var name: TaskName
  /// When it began.
  package var startedAt: Timestamp
  /// nil: its end is not known.
  package var duration: Duration?

  package init(name: TaskName, startedAt: Timestamp, duration: Duration?) {
    self.name = name
    self.startedAt = startedAt
    self.duration = duration
  }
}
