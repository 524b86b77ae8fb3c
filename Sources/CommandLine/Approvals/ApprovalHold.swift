/// What somebody's word means to a task that is due.
struct ApprovalHold {
  /// Why it would only come to wait if a run began it: what was asked for is not answered, or was rejected. nil: a run has to
  /// ask, as what was asked for before counts no more.
  var words: String?
  /// The request of which nobody has said yes or no, also where it counts no more.
  var unanswered: Int?
}
