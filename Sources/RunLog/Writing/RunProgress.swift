import Scheduling

/// How far a run is, and whether that is worth a message.
struct RunProgress {
  /// Between two messages about one run.
  private static let pause = Duration.seconds(60)

  private(set) var ended = 0
  /// 0: nobody is told.
  let tasks: Int
  private(set) var toldAt: Timestamp
  private var toldQuarters = 0
  private var hasBegun = false

  init(tasks: Int = 0, toldAt: Timestamp = Timestamp(microseconds: 0)) {
    self.tasks = tasks
    self.toldAt = toldAt
  }

  /// That a task of it was started: true for the first one, by which the run has begun. One whose tasks all wait, for
  /// somebody's approval or their window, has not.
  mutating func begins(at: Timestamp) -> Bool {
    if tasks == 0 || hasBegun { return false }
    (hasBegun, toldAt) = (true, at)
    return true
  }

  /// Counts tasks that have ended: true when another quarter of them has, a minute after the beginning or the last message at
  /// the earliest. That all have ended is told otherwise.
  mutating func isWorthTelling(_ ended: Int, at: Timestamp) -> Bool {
    self.ended += ended
    guard hasBegun, tasks >= 4, self.ended < tasks, at - toldAt >= Self.pause else { return false }
    let quarters = self.ended * 4 / tasks
    guard quarters > toldQuarters else { return false }
    (toldQuarters, toldAt) = (quarters, at)
    return true
  }
}
