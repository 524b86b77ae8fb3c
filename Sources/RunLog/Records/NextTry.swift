import Scheduling

/// What the clock does about a task that has failed.
package enum NextTry: Sendable, Hashable {
  /// From then on.
  case from(Timestamp)
  case givenUp(GivenUp)
}
