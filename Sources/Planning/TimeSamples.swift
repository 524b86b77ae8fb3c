/// How long a task took in the past, newest first, at most 100 of each.
package struct TimeSamples: Sendable, Hashable {
  /// From its start to the end of verify, each time that it succeeded.
  package var forward: [Duration] = []
  /// The steps of rollback together, each time that it was rolled back.
  package var rollback: [Duration] = []

  package init(forward: [Duration] = [], rollback: [Duration] = []) {
    self.forward = forward
    self.rollback = rollback
  }
}
