import Backups
import RunLog

/// `maint restore-path PATH`: the process of a step that restores a path from the task's own backup.
struct RestorePathVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    let path = context.invocation.arguments.first ?? ""
    guard let log = try context.openLogForReading(), let record = try record(of: path, backup, log) else {
      throw CommandFailure(
        "\(path) was not backed up by \(backup.id.task) in run \(backup.id.run), so it cannot be restored",
        hint: "what of it is in the backup: ls \(backup.folder)", exitCode: .failed)
    }
    do throws(BackupFailure) {
      let bench = try context.workbench()
      let report = try Restore.run(backup.archive(record), name: backup.restoreName, on: bench)
      context.output.write("\(path): \(report.method.words)\n")
      if let words = try report.keepExcluded() {
        context.output.write("\(words)\n")
      } else if let kept = report.kept {
        context.output.write("what was replaced is kept in \(kept) until the end\n")
      } else if report.method == .exchanged {
        context.output.write("\(FailureDetail.changesMark)\(path), all of it was gone\n")
      }
    } catch {
      throw CommandFailure(error)
    }
    return .success
  }

  private func record(of path: String, _ backup: TaskBackup, _ log: RunLog) throws(CommandFailure) -> ArchiveRecord? {
    do throws(RunLogFailure) {
      return try log.archives(run: backup.id.run, task: backup.id.task).first { $0.path == path }
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension Restore.Method {
  var words: String {
    switch self {
    case .exchanged: "restored in one step, and as in the manifest"
    case .fileByFile(let why): "restored file by file (\(why)), and as in the manifest"
    case .removed: "was not there before the change, and is removed"
    case .alreadyDone: "was restored before, and is as in the manifest"
    }
  }
}
