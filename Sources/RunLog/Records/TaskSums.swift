import Catalog
import Execution
import Scheduling

/// What the tasks of some days came to by outcome, as `task_day` has it and the runs that are not counted yet.
package struct TaskSums: Sendable, Hashable {
  package struct Line: Sendable, Hashable {
    package var name: TaskName
    package var outcome: TaskOutcome
    package var count: Int
    /// So many of them were selected by run --due.
    package var byClock: Int
    package var duration: Duration
    /// User and system.
    package var processorTime: Duration
    package var readBytes: Int
    package var writtenBytes: Int
    package var peakMemoryBytes: Int
  }

  /// Ordered by name, then outcome.
  package var lines: [Line]
}
