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

  /// Counts a task of which the log has no outcome yet.
  package mutating func add(_ name: TaskName, _ outcome: TaskOutcome, isByClock: Bool) {
    if !lines.contains(where: { $0.name == name && $0.outcome == outcome }) {
      lines.append(
        Line(
          name: name, outcome: outcome, count: 0, byClock: 0, duration: .zero, processorTime: .zero, readBytes: 0,
          writtenBytes: 0, peakMemoryBytes: 0))
      lines.sort { ($0.name.description, $0.outcome.rawValue) < ($1.name.description, $1.outcome.rawValue) }
    }
    for index in lines.indices where lines[index].name == name && lines[index].outcome == outcome {
      lines[index].count += 1
      lines[index].byClock += isByClock ? 1 : 0
    }
  }
}
