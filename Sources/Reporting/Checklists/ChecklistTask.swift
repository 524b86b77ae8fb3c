import Catalog
import Scheduling

/// A task that items of a checklist name.
package struct ChecklistTask: Sendable {
  let name: TaskName
  /// It completes the items that name it: its success is of its current period.
  package let counts: Bool
  /// When its latest success began; nil: it has none.
  let lastSuccess: Timestamp?

  package init(name: TaskName, counts: Bool, lastSuccess: Timestamp?) {
    self.name = name
    self.counts = counts
    self.lastSuccess = lastSuccess
  }
}
