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
    var room = FileChanges.kept
    for record in archives where context.invocation.arguments.contains(record.path) {
      let (remainder, changes) = try note(record, backup, in: folder, state: state, room: room)
      room -= changes.first.count
      try logged { () throws(RunLogFailure) in
        try log.record(remainder, changes, at: record.path, run: run, task: task)
      }
    }
    return .success
  }

  /// What is at a path now, and what of it the change log tells: at most `room` files by name.
  private func note(
    _ record: ArchiveRecord, _ backup: TaskBackup, in folder: AfterFolder, state: String, room: Int
  ) throws(CommandFailure) -> (ArchiveRecord.Remainder, FileChanges) {
    let manifest = folder.manifest(of: record.path)
    do throws(BackupFailure) {
      let before = try Manifest(file: "\(backup.folder)/\(record.manifest)")
      let bench = try context.workbench()
      let checksum = try Manifest.write(
        of: TreePath(record.path), excluding: before.header.excluded, to: "\(state)/\(manifest)", scratch: folder.path,
        on: bench)
      let differences = try before.compare(with: Manifest(file: "\(state)/\(manifest)"), limit: room)
      return (
        ArchiveRecord.Remainder(manifest: manifest, checksum: checksum),
        FileChanges(differences.first.map { FileChange($0, below: record.path) }, count: differences.count)
      )
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

extension FileChange {
  fileprivate init(_ difference: Difference, below path: String) {
    switch difference.kind {
    case .missing: self.init(path: path, name: difference.shownPath, kind: .removed)
    case .added: self.init(path: path, name: difference.shownPath, kind: .added)
    case .changed(let aspects):
      self.init(path: path, name: difference.shownPath, kind: .changed, aspects: aspects.map(\.rawValue))
    }
  }
}
