import Scheduling

/// What the clock does about a task that has failed.
package enum NextTry: Sendable, Hashable {
  /// From then on.
  case from(Timestamp)
  /// Not before then, and not before somebody has approved it anew; `request`: by which that was asked for; nil: by none yet.
  case onceApproved(from: Timestamp, request: Int?)
  /// Not as a failure: when it is due again; nil: by the clock, never.
  case whenDue(Timestamp?)
  case givenUp(GivenUp)
}
