import Glibc

/// A backup of one path: the archive, its manifest, and the checksums by which both are known to be whole.
///
/// The caller keeps these values; the files alone prove nothing.
package struct Archive: Sendable, Hashable {
  /// nil where the path did not exist: there is only a manifest then, which says so.
  package var file: String?
  package var manifest: String
  /// SHA-256 in hexadecimal digits; nil without a file.
  package var fileChecksum: String?
  package var manifestChecksum: String

  package init(file: String?, manifest: String, fileChecksum: String?, manifestChecksum: String) {
    self.file = file
    self.manifest = manifest
    self.fileChecksum = fileChecksum
    self.manifestChecksum = manifestChecksum
  }

  /// What was put into an archive.
  package struct Contents: Sendable, Hashable {
    package var entries = 0
    /// Sum of the sizes of all files.
    package var bytes = 0
    /// Sockets have no content; their names are in the manifest.
    package var sockets = 0
    package var archiveBytes = 0
    /// Files that have further names outside the tree, or excluded ones, the first few: a restore makes new files of them.
    package var linkedElsewhere: [String] = []
  }

  /// Makes `NAME.tar.zst` (or `.tar.gz`) and `NAME.manifest` in a folder, replacing what has these names.
  ///
  /// They get their names when they have been read back, compared with the source and written to the disk, the manifest
  /// last; before that they are called `….partial`. On failure nothing of it is left. Killed, it leaves partial files,
  /// which the next call for the same name removes.
  package static func make(
    _ root: TreePath, excluding patterns: [String], into folder: String, name: String, on bench: Workbench
  ) throws(BackupFailure) -> (archive: Archive, contents: Contents) {
    let files = ArchiveFiles(folder: folder, name: name, suffix: try bench.tools.packing().suffix)
    do throws(BackupFailure) {
      try files.removePartial(on: bench)
      return try ArchiveMaker(root: root, patterns: patterns, files: files, bench: bench).make()
    } catch {
      bench.endAll()
      // What cannot be removed has a name that says what it is.
      try? files.removePartial(on: bench)
      throw error
    }
  }

  /// Reads both files whole. Throws `damaged`, naming the file that is not what it was when the backup was made.
  package func verify(on bench: Workbench) throws(BackupFailure) { try verify(archiveAlone: false, on: bench) }

  func verify(archiveAlone: Bool, on bench: Workbench) throws(BackupFailure) {
    do throws(BackupFailure) {
      let pending = try startVerifying(archiveAlone: archiveAlone, on: bench)
      try bench.wait(for: pending.compactMap(\.sum.run))
      try check(pending)
    } catch {
      bench.endAll()
      throw error
    }
  }

  typealias PendingCheck = (sum: Checksum.Pending, path: String, expected: String)

  /// `archiveAlone`: the manifest is known to be whole.
  func startVerifying(archiveAlone: Bool = false, on bench: Workbench) throws(BackupFailure) -> [PendingCheck] {
    var pending: [PendingCheck] = []
    let both: [(String?, String?)] = [(manifest, manifestChecksum), (file, fileChecksum)]
    for (path, expected) in archiveAlone ? Array(both.dropFirst()) : both {
      guard let path, let expected else { continue }
      guard access(path, F_OK) == 0 || errno != ENOENT else {
        throw BackupFailure(
          .damaged, "\(path) does not exist any more", hint: "restore from another backup of the same path")
      }
      pending.append((try Checksum.start(path, on: bench), path, expected))
    }
    return pending
  }

  func check(_ pending: [PendingCheck]) throws(BackupFailure) {
    var damaged: [String] = []
    for (sum, path, expected) in pending where try sum.value() != expected { damaged.append(path) }
    guard damaged.isEmpty else {
      throw BackupFailure(
        .damaged, "\(damaged.joined(separator: " and ")): not what was written when the backup was made",
        hint: "restore from another backup of the same path, and check the disk")
    }
  }
}
