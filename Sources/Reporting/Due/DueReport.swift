import Catalog
import Scheduling

/// `maint due`: what is due at a moment, what of it would be started, and when the rest is due.
package struct DueReport: Sendable {
  let at: Timestamp
  /// In the order in which they are started.
  package let tasks: [DueTask]
  /// In which the moment is shown.
  let zone: Zone
  /// What it tells the operator to type next.
  package var command = CommandText()
  /// Of tasks that are not due yet, what was asked for them and by whom it is or will be answered, in words.
  package var approvals: [TaskName: String] = [:]
  /// Files that may be meant to be schedules: what they say is in no schedule, and is not among the tasks.
  package var unread: [String] = []

  /// `tasks`, tier by tier, hourly first.
  package init(at: Timestamp, tasks: [DueTask], zone: Zone) {
    self.at = at
    self.tasks = tasks
    self.zone = zone
  }

  package var allTasks: [DueTask] { tasks }

  var dueCount: Int { tasks.count { $0.state.isDue } }
  var startCount: Int { tasks.count(where: \.starts) }

  /// Each tier that has tasks, with them.
  var tiers: [(tier: Tier, tasks: ArraySlice<DueTask>)] {
    var result: [(tier: Tier, tasks: ArraySlice<DueTask>)] = []
    var start = tasks.startIndex
    while start < tasks.endIndex {
      let tier = tasks[start].name.tier
      let end = tasks[start...].firstIndex { $0.name.tier != tier } ?? tasks.endIndex
      if let tier { result.append((tier, tasks[start..<end])) }
      start = end
    }
    return result
  }
}

/// A tier is due when one of its tasks is.
extension ArraySlice<DueTask> {
  /// The earliest of those that are due.
  var dueSince: Timestamp? {
    lazy.compactMap { task in if case .due(let since, _, _) = task.state { since } else { nil } }.min()
  }

  /// When the next one of those that are not due will be.
  var next: Timestamp? {
    lazy.compactMap { task in
      switch task.state {
      case .due, .never: nil
      case .notDue(let next), .givenUp(_, let next): next
      case .waiting(let until, _): until
      }
    }.min()
  }

  /// Since when all of it has succeeded: the oldest of the last successes; nil where a task has none.
  var lastSuccess: Timestamp? {
    let all = compactMap(\.lastSuccess)
    return all.count == count ? all.min() : nil
  }
}
