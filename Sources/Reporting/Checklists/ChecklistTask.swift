import Catalog
import RunLog
import Scheduling

/// A task that items of a checklist name.
package struct ChecklistTask: Sendable {
  let name: TaskName
  /// It completes the items that name it: its success is of its current period.
  package let counts: Bool
  /// When its latest success began; nil: it has none.
  let lastSuccess: Timestamp?
  /// Its latest success that counts no more, as `maint rollback` took it back; nil: there is none, or a later one stands.
  let withdrawn: WithdrawnSuccess?

  package init(name: TaskName, counts: Bool, lastSuccess: Timestamp?, withdrawn: WithdrawnSuccess? = nil) {
    self.withdrawn = withdrawn.flatMap { own in lastSuccess.map { own.at > $0 } ?? true ? own : nil }
    self.name = name
    self.counts = counts
    self.lastSuccess = lastSuccess
  }
}
