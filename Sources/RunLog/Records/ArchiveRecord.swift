import Scheduling

/// A backup of a path that a task of a run made.
package struct ArchiveRecord: Sendable, Hashable {
  /// What the task left at the path when it had succeeded.
  package struct Remainder: Sendable, Hashable {
    /// Its file, within the state folder.
    package var manifest: String
    /// SHA-256 in hexadecimal digits.
    package var checksum: String

    package init(manifest: String, checksum: String) {
      self.manifest = manifest
      self.checksum = checksum
    }
  }

  /// As the runbook names it.
  package var path: String
  /// Names within the task's backup folder; no file where there was nothing at the path.
  package var file: String?
  package var manifest: String
  /// SHA-256 in hexadecimal digits.
  package var fileChecksum: String?
  package var manifestChecksum: String
  package var entries: Int
  /// Of all files in it, and of the archive itself.
  package var bytes: Int
  package var archiveBytes: Int
  package var madeAt: Timestamp
  /// nil: it is not known.
  package var remainder: Remainder?

  package init(
    path: String, file: String?, manifest: String, fileChecksum: String?, manifestChecksum: String, entries: Int,
    bytes: Int, archiveBytes: Int, madeAt: Timestamp, remainder: Remainder? = nil
  ) {
    self.path = path
    self.file = file
    self.manifest = manifest
    self.fileChecksum = fileChecksum
    self.manifestChecksum = manifestChecksum
    self.entries = entries
    self.bytes = bytes
    self.archiveBytes = archiveBytes
    self.madeAt = madeAt
    self.remainder = remainder
  }
}
