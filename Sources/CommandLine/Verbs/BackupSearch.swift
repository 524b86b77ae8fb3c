import Glibc
import Planning
import Reporting

/// Looks for the backups that tasks left in the state folder.
enum BackupSearch {
  /// Of those tasks that have one.
  static func backups(of tasks: [TaskOfRun], state: String) -> [TaskOfRun: BackupFolder] {
    var found: [TaskOfRun: BackupFolder] = [:]
    for task in tasks {
      let path = BackupID(run: task.run, task: task.task).folder(in: state)
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
      found[task] = BackupFolder(path: path, isSealed: access("\(path)/\(BackupSeal.fileName)", F_OK) == 0)
    }
    return found
  }
}
