import Execution

/// Why a command that is no step gave nothing.
enum AsideFailure: Error {
  case notStarted(StartFailure)
  /// maint was asked to stop before it had ended.
  case toldToStop(signal: Int32)
}
