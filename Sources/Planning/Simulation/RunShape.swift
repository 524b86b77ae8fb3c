import Scheduling

/// Which tasks a run has, and when each begins and ends in it: the same for every run of the same tasks.
package struct RunShape: Sendable {
  package struct Part: Sendable, Hashable {
    /// A number of `DueTasks`.
    package var task: Int
    /// From the start of the run.
    package var start: Duration
    package var end: Duration
  }

  /// In the order in which they start.
  package private(set) var parts: [Part] = []
  /// From the first start to the last end.
  package private(set) var length = Duration.zero
  /// For each tier with a task in it, from the first start of one to the last end.
  package private(set) var lengths: [Tier: Duration] = [:]

  /// `tasks` in the order of their numbers, `jobs` of them at once.
  init(_ tasks: [Int], of due: DueTasks, lengths durations: [Duration], jobs: Int) {
    var position: [Int: Int] = [:]
    for (index, task) in tasks.enumerated() { position[task] = index }
    var needs = Adjacency()
    for task in tasks {
      for need in due.needs[task] { if let number = position[need] { needs.append(number) } }
      needs.endNode()
    }
    var parts: [Part] = []
    length = ListSchedule.duration(of: tasks.map { durations[$0] }, needs: needs, jobs: jobs) { index, start in
      let task = tasks[index]
      parts.append(Part(task: task, start: start, end: start + durations[task]))
    }
    self.parts = parts
    for (tier, parts) in Dictionary(grouping: parts, by: { due.rules[$0.task].tier }) {
      guard let start = parts.map(\.start).min(), let end = parts.map(\.end).max() else { continue }
      lengths[tier] = end - start
    }
  }
}
