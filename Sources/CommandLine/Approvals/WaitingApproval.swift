import Reporting
import RunLog
import Scheduling

/// A request that is not answered yet, while its task waits for that.
struct WaitingApproval {
  enum Task {
    case due(UnansweredRequest)
    /// It is due when its window opens.
    case early(opens: Timestamp)
  }

  /// With the words alone that count.
  var record: ApprovalRecord
  var task: Task

  var isDue: Bool {
    if case .due = task { true } else { false }
  }
}
