/// Simulates a run in which every task takes a known time: whenever one ends, the next in order whose needs are done
/// starts.
enum ListSchedule {
  private struct Finish: Comparable {
    var time: Duration
    var task: Int

    static func < (left: Finish, right: Finish) -> Bool { (left.time, left.task) < (right.time, right.task) }
  }

  /// From the first start to the last end with `jobs` tasks at once; no task is ever held up by a lock. `started` is told
  /// when each starts, from the first on, in that order.
  static func duration(
    of durations: [Duration], needs: Adjacency, jobs: Int, started: (_ task: Int, _ at: Duration) -> Void = { _, _ in }
  ) -> Duration {
    let dependents = needs.reversed
    var left = durations.indices.map { needs.edges(of: $0).count }
    var ready = MinHeap<Int>()
    var running = MinHeap<Finish>()
    var now = Duration.zero
    for task in left.indices where left[task] == 0 { ready.insert(task) }
    while true {
      while running.count < jobs, let task = ready.removeLeast() {
        started(task, now)
        running.insert(Finish(time: now + durations[task], task: task))
      }
      guard let finish = running.removeLeast() else { return now }
      now = finish.time
      for dependent in dependents[finish.task] {
        left[dependent] -= 1
        if left[dependent] == 0 { ready.insert(dependent) }
      }
    }
  }
}
