import Catalog
import Scheduling

/// A task as `maint due` shows it.
package struct DueTask: Sendable, Hashable {
  /// What keeps a task that is due from being started.
  package enum Hold: Sendable, Hashable {
    /// A task that it needs has neither succeeded in its period nor is it started now.
    case need(TaskName)
    /// Windows and freezes, in words; `until`: when it may start, nil: never any more, which the words say.
    case window(String, until: Timestamp?)
    /// It is carried out by this run.
    case running(run: Int)
  }

  package var name: TaskName
  package var state: DueState
  package var maxAttempts: Int
  /// When its latest success began.
  package var lastSuccess: Timestamp?
  /// How long after its time that was.
  package var lastDelay = Duration.zero
  /// nil: it is not due, or would be started now.
  package var hold: Hold?
  /// Why the freeze was that held it up at the time that it is made up for; nil: none did.
  package var freeze: String?
  /// In which its times are shown.
  package var zone: Zone

  package init(
    name: TaskName, state: DueState, maxAttempts: Int, lastSuccess: Timestamp? = nil, hold: Hold? = nil, zone: Zone
  ) {
    self.name = name
    self.state = state
    self.maxAttempts = maxAttempts
    self.lastSuccess = lastSuccess
    self.hold = hold
    self.zone = zone
  }

  /// It has failed, and has to wait.
  package var isToBeTriedAgain: Bool { if case .waiting(_, 1...) = state { true } else { false } }

  /// Whether `run --due` would start it.
  package var starts: Bool { state.isDue && hold == nil }
}
