import Catalog
import Execution

/// How often a task ended with an outcome, and how long that took together, over all of the log.
package struct TaskTotal: Sendable, Hashable {
  package var name: TaskName
  package var outcome: TaskOutcome
  package var count: Int
  package var duration: Duration

  package init(name: TaskName, outcome: TaskOutcome, count: Int, duration: Duration) {
    self.name = name
    self.outcome = outcome
    self.count = count
    self.duration = duration
  }
}
