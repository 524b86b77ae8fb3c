import Scheduling

/// Schedules and runbooks that are not those of the run before.
package struct ProjectChange: Sendable, Hashable {
  package struct File: Sendable, Hashable {
    /// Within the project.
    package var path: String
    /// `added`: it was not there when a run last began.
    package var kind: FileChange.Kind
  }

  /// When the run began that saw it first.
  package var at: Timestamp
  package var run: Int?
  /// The project's folder; nil: the run is no longer in the log.
  package var project: String?
  /// In the order of their paths.
  package var files: [File]
}
