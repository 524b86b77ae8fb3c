import Catalog
import Scheduling

/// A task that `maint run --due` once knew of, whose time has come, and that nothing starts.
package struct OverdueTask: Sendable, Hashable {
  package var name: TaskName
  /// When it became due.
  package var since: Timestamp
  package var lastSuccess: Timestamp?
  /// Its window has closed meanwhile, in words; nil: it could start now.
  package var missedWindow: String?

  package init(name: TaskName, since: Timestamp, lastSuccess: Timestamp? = nil, missedWindow: String? = nil) {
    (self.name, self.since, self.lastSuccess, self.missedWindow) = (name, since, lastSuccess, missedWindow)
  }

  /// nil: nothing is wrong with it yet.
  package init?(_ task: DueTask, at now: Timestamp) {
    guard case .due(let since, _, let cause) = task.state, task.starts else { return nil }
    // Of what is made up for, a whole period has gone by.
    let delay = cause == .catchUp ? .zero : min(max(.zero, task.lastDelay), Self.longestDelay)
    guard now - since > Self.patience + delay else { return nil }
    self.init(name: task.name, since: since, lastSuccess: task.lastSuccess)
  }

  /// It may begin so much later than it did the last time: cron may call once an hour, and others stand before it.
  static let patience = Duration.seconds(3_600)
  /// A host that calls once a day does so half a day after the time of the task at most.
  private static let longestDelay = Duration.seconds(12 * 3_600)
}
