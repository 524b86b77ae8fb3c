import Execution
import Scheduling

/// What the run log knows of one backup: of the task and the run that made it, without their steps, of which there may be
/// thousands.
package struct BackupOrigin: Sendable, Hashable {
  package var runbook: String
  /// SHA-256 of its list of checksums; nil where it was never sealed, or is pruned.
  package var sealChecksum: String?
  /// nil: the task has not ended.
  package var result: TaskResult?
  package var runStartedAt: Timestamp
  /// When the last step of its stage ended.
  package var madeAt: Timestamp?
  /// The run has an outcome.
  package var isRunOver: Bool
  package var maint: ProcessIdentity
  package var bootID: String
  /// A task of the run needs a human, or was interrupted, and nobody has resolved it.
  package var isUnresolved: Bool
  /// When the latest verification found it damaged, or gone.
  package var foundDamagedAt: Timestamp?
}
