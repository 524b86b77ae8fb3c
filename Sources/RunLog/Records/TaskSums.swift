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

  /// Ordered by name, then outcome. What was taken back on request is not counted, and took no time; what it used up is there.
  package var lines: [Line]
  /// In the order in which they began.
  package var takenBack: [TakenBack] = []

  /// What was taken back ended `rolled_back` as far as its rows go.
  mutating func take(out takenBack: [TakenBack]) {
    self.takenBack = takenBack
    for back in takenBack {
      guard
        let place = lines.firstIndex(where: { $0.name == back.task && $0.outcome == .rolledBack && $0.count > 0 })
      else { continue }
      lines[place].count -= 1
      lines[place].duration = max(.zero, lines[place].duration - back.duration)
    }
  }
}
