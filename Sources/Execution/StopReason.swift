import Planning
import Scheduling

/// Why a task is stopped from outside while it still goes forward.
package enum StopReason: Sendable, Hashable {
  case signal(Int32)
  case taskTimeout(Duration)
  case journalFailure
  /// What it changes has to be over.
  case limit(ChangeLimits, ChangeLimits.Mark)
  /// What somebody approved is different by now; says what.
  case unapproved(String)

  package var words: String {
    switch self {
    case .signal(let number): "maint was told to stop by \(SignalName.of(number))"
    case .taskTimeout(let limit): "the task's timeout of \(DurationText.format(limit)) ran out"
    case .journalFailure: "the run log could not be written"
    case .limit(let limits, let mark): limits.reason(mark)
    case .unapproved(let reason): reason
    }
  }
}
