import Planning

/// Knows which tasks of a plan may start: those whose needs have all succeeded, in the plan's order.
struct DependencyTracker {
  private var unmetCount: [Int]
  private let dependents: [[Int]]
  /// Tasks that may start, as a binary heap: the first in the plan stands at its root.
  private var ready: [Int] = []
  private var isOut: [Bool]

  /// `over`: the tasks that have a result from before, whatever it is; they are not offered and nothing waits for them.
  init(plan: Plan, over: Set<Int> = []) {
    var dependents = [[Int]](repeating: [], count: plan.tasks.count)
    for (index, task) in plan.tasks.enumerated() {
      for need in task.needs { dependents[need].append(index) }
    }
    self.dependents = dependents
    unmetCount = plan.tasks.map { $0.needs.count { !over.contains($0) } }
    isOut = plan.tasks.indices.map(over.contains)
    // In ascending order, which is a heap already.
    ready = unmetCount.indices.filter { unmetCount[$0] == 0 && !over.contains($0) }
  }

  /// Takes the next task that may start.
  mutating func next() -> Int? {
    guard let first = ready.first else { return nil }
    let last = ready.removeLast()
    if !ready.isEmpty {
      ready[0] = last
      siftDown()
    }
    return first
  }

  /// Lets those start that waited for this task alone.
  mutating func succeeded(_ task: Int) {
    for dependent in dependents[task] {
      unmetCount[dependent] -= 1
      if unmetCount[dependent] == 0, !isOut[dependent] { push(dependent) }
    }
  }

  /// The tasks that can no longer start because this one did not succeed, each once over the whole run, with the task
  /// of its own needs that keeps it back.
  mutating func didNotSucceed(_ task: Int) -> [(task: Int, need: Int)] {
    var blocked: [(task: Int, need: Int)] = []
    var front = [task]
    while let need = front.popLast() {
      for dependent in dependents[need] where !isOut[dependent] {
        isOut[dependent] = true
        blocked.append((dependent, need))
        front.append(dependent)
      }
    }
    return blocked.sorted { $0.task < $1.task }
  }

  private mutating func push(_ task: Int) {
    ready.append(task)
    var child = ready.count - 1
    while child > 0, ready[child] < ready[(child - 1) / 2] {
      ready.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < ready.count && ready[child] < ready[least] {
        least = child
      }
      guard least != parent else { return }
      ready.swapAt(parent, least)
      parent = least
    }
  }
}
