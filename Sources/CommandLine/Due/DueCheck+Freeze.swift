import Reporting
import Scheduling

/// What a freeze kept from being done.
extension DueCheck {
  /// When the freeze began, or the first of several without a gap, that holds up a task, did so until shortly ago, or took up the
  /// beginning of its last window; nil: none did.
  func startOfFreeze(_ number: Int) -> Timestamp? {
    let window = due.rules[number].lastOpening(endedBy: now)?.start
    let moments = [now, now + (.zero - OverdueTask.patience)] + (window.map { [$0] } ?? [])
    guard var start = moments.compactMap({ freeze(number, at: $0) }).first?.start(in: zone) else { return nil }
    while let earlier = freeze(number, at: Timestamp(microseconds: start.microseconds - 1)) {
      start = earlier.start(in: zone)
    }
    return start
  }

  /// The freeze that holds up a task now.
  func hold(byFreeze number: Int) -> OverdueTask.Hold? {
    freeze(number, at: now).map { OverdueTask.Hold(reason: $0.reason, end: $0.end(in: zone)) }
  }

  /// Whether a task succeeded since a moment, or somebody tried to do it all the same: that is told by itself.
  func wasTried(_ number: Int, since moment: Timestamp) -> Bool {
    let history = histories[number]
    return history.lastStart.map { $0 >= moment } ?? false || history.failures.contains { $0.start >= moment }
  }
}
