import Planning

/// Whether a task may start now.
package enum TaskAdmission: Sendable, Hashable {
  /// nil: what it changes may take as long as it takes.
  case admitted(ChangeLimits?)
  /// Why not, and when it may, in one line.
  case deferred(String)
}
