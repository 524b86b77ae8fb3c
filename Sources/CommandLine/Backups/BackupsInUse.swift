import Catalog
import Glibc
import Planning
import Reporting

/// Keeps the backups of tasks from being pruned while they are read. Any number may read them, and a run of the tasks goes
/// on as ever.
struct BackupsInUse {
  private static let patience = 100

  private let locks: FileLocks
  private let handle: Int

  private static let prefix = "backups."

  static func lock(of task: TaskName) -> String { prefix + task.description }

  /// Waits for a pruning to end, which takes seconds at most.
  init(of task: TaskName, state: String, for reader: String) throws(CommandFailure) {
    locks = FileLocks(folder: "\(state)/locks")
    handle = try Self.share([task], locks, for: reader)
  }

  /// For who only reads: nil where the state folder is not this user's own to write to, so that a lock in it would hold
  /// up nobody.
  init?(reading backups: [BackupRecord], state: String, for reader: String) throws(CommandFailure) {
    var status = stat()
    guard !backups.isEmpty, stat(state, &status) == 0, status.st_uid == geteuid(), access(state, W_OK) == 0 else {
      return nil
    }
    locks = FileLocks(folder: "\(state)/locks")
    handle = try Self.share(Set(backups.map(\.id.task)), locks, for: reader)
  }

  private static func share(
    _ tasks: Set<TaskName>, _ locks: FileLocks, for reader: String
  ) throws(CommandFailure) -> Int {
    var tries = 0
    while true {
      switch locks.share(tasks.map(lock), for: reader) {
      case .acquired(let taken): return taken
      case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
      case .held(let name, let holder):
        tries += 1
        guard tries < patience else {
          throw CommandFailure(
            "the backups of \(name.dropFirst(prefix.count)) are being pruned (\(holder))", hint: "try again later",
            exitCode: .notNow)
        }
        usleep(100_000)
      }
    }
  }

  func end() { locks.release(handle) }
}
