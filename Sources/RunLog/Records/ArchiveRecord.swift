import Scheduling

/// A backup of a path that a task of a run made.
package struct ArchiveRecord: Sendable, Hashable {
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

  package init(
    path: String, file: String?, manifest: String, fileChecksum: String?, manifestChecksum: String, entries: Int,
    bytes: Int, archiveBytes: Int, madeAt: Timestamp
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
  }
}
