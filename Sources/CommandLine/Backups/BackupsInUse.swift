import Catalog
import Glibc
import Planning

/// Keeps the backups of a task from being pruned while they are read. Any number may read them, and a run of the task goes
/// on as ever.
struct BackupsInUse {
  private static let patience = 100

  private let locks: FileLocks
  private let handle: Int

  static func lock(of task: TaskName) -> String { "backups.\(task)" }

  /// Waits for a pruning to end, which takes seconds at most.
  init(of task: TaskName, state: String, for reader: String) throws(CommandFailure) {
    locks = FileLocks(folder: "\(state)/locks")
    var tries = 0
    while true {
      switch locks.share([Self.lock(of: task)], for: reader) {
      case .acquired(let taken):
        handle = taken
        return
      case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
      case .held(_, let holder):
        tries += 1
        guard tries < Self.patience else {
          throw CommandFailure(
            "the backups of \(task) are being pruned (\(holder))", hint: "try again later", exitCode: .notNow)
        }
        usleep(100_000)
      }
    }
  }

  func end() { locks.release(handle) }
}
