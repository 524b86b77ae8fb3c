/// How long a task is taken to last while time is simulated.
package struct TaskTiming: Sendable, Hashable {
  /// The median of past successes; zero where there is none.
  package let length: Duration
  /// Whether there is one.
  package let isMeasured: Bool

  init(of durations: [Duration]) {
    let estimate = Estimate(of: durations)
    length = estimate?.median ?? .zero
    isMeasured = estimate != nil
  }
}
