import Catalog
import Diagnostics

/// The last step of every backup stage: lists the checksum of each file of the backup in its `SHA256SUMS`.
///
/// A backup with that file is complete, and `sha256sum --check SHA256SUMS` in its folder tells whether it is whole. The
/// list's own checksum is kept in the run log.
package enum BackupSeal {
  package static let stepName = "seal the backup with checksums"
  /// Stands at the top of `$MAINT_BACKUP_DIR`; a file of that name that a backup step wrote is replaced.
  package static let fileName = "SHA256SUMS"

  /// Like a path's archive, it is made by a maint process of its own. `place` is that of the step before it, since the
  /// seal itself is written nowhere.
  package static func step(place: Place) -> Step {
    Step(name: stepName, run: "exec \"$\(StepVariable.executable.rawValue)\" seal-backup", place: place)
  }
}
