import Catalog
import Diagnostics

/// The last step of every backup stage: lists the checksum of each file of the backup in its `SHA256SUMS`.
///
/// A backup with that file is complete, and `sha256sum --check SHA256SUMS` in its folder tells whether it is whole.
package enum BackupSeal {
  package static let stepName = "seal the backup with checksums"
  /// Stands at the top of `$MAINT_BACKUP_DIR`; a file of that name that a backup step wrote is replaced.
  package static let fileName = "SHA256SUMS"

  /// `place` is that of the step before it, since the seal itself is written nowhere.
  package static func step(place: Place) -> Step { Step(name: stepName, run: script, place: place) }

  /// `find … -exec … +` instead of a pipe: plain `sh` has no `pipefail`, and a file or folder that cannot be read has
  /// to fail the step. It takes names of any kind; sha256sum puts a backslash before a line whose name it escapes, so
  /// that every line is one file and the lines can be sorted.
  ///
  /// The rename comes after the files and their list have reached the disk, so that after a power loss the list is
  /// there only with all that it lists; it is itself on the disk before the first change is made.
  private static let script = """
    cd "$MAINT_BACKUP_DIR"
    find . -type f ! -path ./\(fileName) ! -path ./\(fileName).partial -exec sha256sum -- {} + > \(fileName).partial
    if ! test -s \(fileName).partial; then
      echo 'the backup is empty: no step wrote a file into $MAINT_BACKUP_DIR' >&2
      exit 1
    fi
    LC_ALL=C sort -k 2 -o \(fileName).partial \(fileName).partial
    sync -f .
    mv -f \(fileName).partial \(fileName)
    sync .
    echo "files sealed: $(wc -l < \(fileName))"
    """
}
