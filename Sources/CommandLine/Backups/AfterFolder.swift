import Backups
import Glibc
import Planning

/// Where it is noted what a task left at the paths that it had backed up: beside the backup, which is sealed by then.
struct AfterFolder {
  private let state: String
  private let id: BackupID

  init(of id: BackupID, state: String) {
    self.state = state
    self.id = id
  }

  private var root: String { "\(state)/after" }
  var path: String { "\(state)/\(name)" }
  private var name: String { "after/\(id)" }

  /// Within the state folder.
  func manifest(of path: String) -> String { "\(name)/\(TaskBackup.fileName(for: path)).manifest" }

  func make() throws(CommandFailure) {
    for folder in [root, "\(root)/\(id.run)", path] {
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw CommandFailure(
          "the folder \(folder) could not be made: \(SystemError.words(errno))", exitCode: .cannotWrite)
      }
    }
  }

  /// Without its backup nothing can be taken back, and what is noted for that is of no use.
  func removeThoseWithoutBackup() {
    for other in BackupCatalogue.ids(in: root) where access(other.folder(in: state), F_OK) != 0 && errno == ENOENT {
      _ = FolderRemoval.remove("\(root)/\(other)")
      rmdir("\(root)/\(other.run)")
    }
  }
}
