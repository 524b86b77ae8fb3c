import Backups
import Catalog
import Execution
import RunLog

/// `maint record-after PATH...`: the process of the step that notes what a change which succeeded has left at the paths
/// that were backed up, by which a later rollback knows what somebody else has changed.
struct RecordAfterVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    // `maint rollback` takes nothing else back.
    guard context.variables.value(StepVariable.outcome.rawValue) == TaskOutcome.succeeded.rawValue else {
      context.output.write("the task did not succeed, so nothing is noted\n")
      return .success
    }
    let state = try context.folders.state()
    let folder = AfterFolder(of: backup.id, state: state)
    folder.removeThoseWithoutBackup()
    try folder.make()
    let (run, task) = (backup.id.run, backup.id.task)
    let log = try logged { () throws(RunLogFailure) in try RunLog.open(state: state, access: .readWrite) }
    let archives = try logged { () throws(RunLogFailure) in try log.archives(run: run, task: task) }
    for record in archives where context.invocation.arguments.contains(record.path) {
      let remainder = try note(record, backup, in: folder, state: state)
      try logged { () throws(RunLogFailure) in try log.record(remainder, at: record.path, run: run, task: task) }
    }
    return .success
  }

  private func note(
    _ record: ArchiveRecord, _ backup: TaskBackup, in folder: AfterFolder, state: String
  ) throws(CommandFailure) -> ArchiveRecord.Remainder {
    let manifest = folder.manifest(of: record.path)
    do throws(BackupFailure) {
      let excluded = try Manifest(file: "\(backup.folder)/\(record.manifest)").header.excluded
      let bench = try context.workbench()
      let checksum = try Manifest.write(
        of: TreePath(record.path), excluding: excluded, to: "\(state)/\(manifest)", scratch: folder.path, on: bench)
      return ArchiveRecord.Remainder(manifest: manifest, checksum: checksum)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func logged<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) {
      return try body()
    } catch {
      throw CommandFailure(error)
    }
  }
}
