import Backups
import Planning
import RunLog

/// `maint seal-backup`: the process of the step that completes a backup with the list of its checksums.
struct SealBackupVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    let state = try context.folders.state()
    let log: RunLog
    var known: [String: String] = [:]
    do throws(RunLogFailure) {
      log = try RunLog.open(state: state, access: .readWrite)
      for archive in try log.archives(run: backup.id.run, task: backup.id.task) {
        known[archive.manifest] = archive.manifestChecksum
        if let file = archive.file { known[file] = archive.fileChecksum }
      }
    } catch {
      throw CommandFailure(error)
    }
    let seal: (checksum: String, files: Int)
    do throws(BackupFailure) {
      seal = try Seal.make(BackupSeal.fileName, in: backup.folder, known: known, on: try context.workbench())
    } catch {
      throw CommandFailure(error)
    }
    do throws(RunLogFailure) {
      try log.recordSeal(checksum: seal.checksum, run: backup.id.run, task: backup.id.task)
    } catch {
      throw CommandFailure(error)
    }
    context.output.write("files sealed: \(seal.files)\n")
    return .success
  }
}
