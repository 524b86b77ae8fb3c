import Execution
import Planning
import Scheduling

/// A task of a run from its first event to its last.
struct TaskProgress: Sendable {
  struct RunningStep: Sendable {
    var key: StepKey
    var name: String
    var startedAt: Timestamp
    var attempt = 1
    /// nil where it does not wait for a confirmation.
    var wait: ConfirmationWait?
    var output = StepOutput()
  }

  struct Wait: Sendable {
    var lock: String
    var holder: String
    var since: Timestamp

    var words: String { "waits for the lock \(lock), held by \(holder)" }
  }

  var startedAt: Timestamp
  var wait: Wait?
  /// nil: what it changes may take as long as it takes.
  var limits: ChangeLimits?
  var step: RunningStep?
  var notes: [StepNote] = []

  init(startedAt: Timestamp) { self.startedAt = startedAt }

  var hasFailed: Bool {
    notes.contains {
      switch $0 {
      case .failure: true
      case .warning: false
      }
    }
  }
}
