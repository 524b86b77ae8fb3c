import Scheduling

/// What the next try of a task would find of its approval, as far as the requests for it tell.
package enum NextApproval: Sendable, Hashable {
  /// Nobody was asked, or what was asked for counts no more.
  case unasked
  /// The last try has used it up.
  case usedUp
  case given(until: Timestamp)
  /// Somebody's word is missing, or was when its time was up.
  case waits(request: Int)
  case rejected(request: Int)
}
