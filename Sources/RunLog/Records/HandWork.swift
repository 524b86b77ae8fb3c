import Scheduling

/// A task that people do, and no clock.
package struct HandWork: Sendable {
  /// The first and the last time that somebody did it.
  package var span: ClosedRange<Timestamp>
  /// Nobody expects it sooner than that; then it is nobody's.
  package var end: Timestamp

  /// `done`: the latest times that somebody did it, in any order. `period`: of its tier.
  init(from first: Timestamp, _ done: [Timestamp], period: Duration) {
    let done = done.sorted()
    let last = done.last ?? first
    // Who does it on work days alone does it after a weekend, too.
    let longest = zip(done, done.dropFirst()).map { $1 - $0 }.max() ?? .zero
    span = min(first, last)...last
    end = last + max(period, longest) * 2
  }

  /// Whether nobody has done it for longer than they ever took.
  package func isOver(at moment: Timestamp) -> Bool { moment > end }

  /// Whether people did it at a moment, as somebody knows it who looks at another.
  package func covers(_ moment: Timestamp, seenAt now: Timestamp) -> Bool {
    moment >= span.lowerBound && (!isOver(at: now) || moment < span.upperBound)
  }
}
