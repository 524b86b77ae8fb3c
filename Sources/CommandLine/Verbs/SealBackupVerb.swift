import Backups
import Planning
import RunLog

/// `maint seal-backup`: the process of the step that completes a backup with the list of its checksums.
struct SealBackupVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    let seal: (checksum: String, files: Int)
    do throws(BackupFailure) {
      seal = try Seal.make(BackupSeal.fileName, in: backup.folder, on: try context.workbench())
    } catch {
      throw CommandFailure(error)
    }
    let state = try context.folders.state()
    do throws(RunLogFailure) {
      let log = try RunLog.open(state: state, access: .readWrite)
      try log.recordSeal(checksum: seal.checksum, run: backup.id.run, task: backup.id.task)
    } catch {
      throw CommandFailure(error)
    }
    context.output.write("files sealed: \(seal.files)\n")
    return .success
  }
}
