import Backups
import Catalog
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// Puts the paths of a backup back where they were, as a rollback does: under the locks of the task, into a new folder,
/// checked, exchanged. What was replaced is kept until all paths are restored; killed before, it is run again and comes
/// to the same end.
struct InPlaceRestore {
  let context: Context
  let request: RestoreRequest
  private let backup: TaskBackup

  init(_ context: Context, _ request: RestoreRequest) throws(CommandFailure) {
    self.context = context
    self.request = request
    backup = TaskBackup(request.backup)
    if let item = request.items.first(where: { $0.part != nil }) {
      throw CommandFailure(
        "\(TypedWord.quoted(item.path)) is a part of \(item.record.path), which can be put back only as a whole",
        hint: "--to DIR restores the part into a folder", exitCode: .usage)
    }
    guard request.items.isEmpty else { return }
    throw CommandFailure(
      "\(request.backup.id) holds no path that maint archived: only its runbook knows how to put back what its steps "
        + "wrote",
      hint: "'maint rollback \(request.backup.id)' has it do that, or --to DIR takes the files out", exitCode: .notFound
    )
  }

  /// Says what would be changed, and changes nothing.
  func preview() throws(CommandFailure) -> ExitCode {
    for change in try changes() { context.output.write(change.text) }
    sayWhatIsLeft()
    return .success
  }

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let locks = FileLocks(folder: "\(writing.state)/locks")
    let handle = try takeLocks(locks, log, writing)
    defer { locks.release(handle) }
    let changes = try changes()
    for change in changes { context.output.write(change.text) }
    sayWhatIsLeft()
    let needed = changes.filter(\.isNeeded)
    if needed.isEmpty { return .success }
    guard try Question.isAnsweredYes("Restore \(paths(needed)) from \(backup.id)?", context) else {
      throw CommandFailure("nothing was changed", exitCode: .failed)
    }
    try restore(needed, log)
    return .success
  }

  private func sayWhatIsLeft() {
    if request.stepFiles.isEmpty { return }
    context.output.write("What 'run:' steps wrote is not put back; --to DIR restores it into a folder\n")
  }

  /// Those that a rollback of the task would take, so that neither a run nor a rollback of it can begin meanwhile.
  private func takeLocks(
    _ locks: FileLocks, _ log: RunLog, _ writing: StateWriting
  ) throws(CommandFailure) -> Int {
    let task = backup.id.task
    var names = [task.lock]
    do throws(CommandFailure) {
      let plan = try RecordedRun(backup.id.run, in: log, context: context).plan()
      names += plan.tasks.first { $0.name == task }?.locks ?? []
    } catch {
      context.errors.write("maint: warning: the locks of its runbook are not known and not taken: \(error.message)\n")
    }
    let handle: Int
    switch locks.acquire(names, for: "maint backup restore \(backup.id)") {
    case .acquired(let taken): handle = taken
    case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
    case .held(let lock, let holder):
      throw CommandFailure(
        "\(backup.id) cannot be restored now: the lock '\(lock)' is held (\(holder)); nothing was changed",
        hint: "'maint status' shows what runs", exitCode: .notNow)
    }
    try refuseInterrupted(log, writing)
    return handle
  }

  /// What was left half-done holds no lock: a step that outlived its maint, a restore that a recovery has to finish.
  private func refuseInterrupted(_ log: RunLog, _ writing: StateWriting) throws(CommandFailure) {
    let task = backup.id.task
    let (survivor, unresolved) = try writing.logged { () throws(RunLogFailure) in
      (
        try log.survivors(isAlive: OwnProcess.isAlive).first { $0.task == task },
        try log.unresolved().first { $0.task == task && $0.outcome == .interrupted }
      )
    }
    guard let run = survivor?.run ?? unresolved?.run else { return }
    let why = survivor.map(InterruptedReport.refusal) ?? "run \(run) was interrupted while it changed something"
    throw CommandFailure(
      "\(backup.id) cannot be restored now: \(why); nothing was changed",
      hint: "'maint recover \(run)' takes back what it left", exitCode: .notNow)
  }

  private func changes() throws(CommandFailure) -> [PathChange] {
    do throws(BackupFailure) {
      let bench = try context.workbench()
      var changes: [PathChange] = []
      for item in request.items { changes.append(try PathChange(item.record, of: backup, on: bench)) }
      return changes
    } catch {
      throw CommandFailure(asked: error)
    }
  }

  private func restore(_ changes: [PathChange], _ log: RunLog) throws(CommandFailure) {
    var done: [PathChange] = []
    do throws(BackupFailure) {
      let bench = try context.workbench()
      for change in changes {
        try restore(change, log, on: bench)
        done.append(change)
      }
      for change in done { try Restore.discard(change.places, manifest: change.archive.manifest, on: bench) }
    } catch {
      var failure = CommandFailure(asked: error)
      if done.isEmpty { throw failure }
      failure.message += done.count == changes.count ? "; all is restored" : "; \(paths(done)) is restored already"
      failure.hint = "what was replaced is kept; to come to the end: 'maint backup restore \(backup.id)'"
      if failure.exitCode == .failed { failure.exitCode = .humanNeeded }
      throw failure
    }
  }

  private func restore(_ change: PathChange, _ log: RunLog, on bench: Workbench) throws(BackupFailure) {
    let start = SystemClock.wall()
    let path = TypedWord.harmless(change.record.path)
    var event = BackupJournal.event(.restore, of: request.backup, from: start, by: context)
    event.path = change.record.path
    event.bytes = change.record.bytes
    event.detail = "in place"
    do throws(BackupFailure) {
      let report = try Restore.run(change.archive, name: backup.restoreName, on: bench)
      context.output.write("\(path): \(report.method.words)\n")
      if let words = try report.keepExcluded() { context.output.write("\(words)\n") }
    } catch {
      event.error = error.message
      event.finishedAt = SystemClock.wall()
      BackupJournal(context).record([event], in: log)
      throw error
    }
    event.finishedAt = SystemClock.wall()
    BackupJournal(context).record([event], in: log)
  }

  private func paths(_ changes: [PathChange]) -> String {
    changes.map { TypedWord.harmless($0.record.path) }.joined(separator: ", ")
  }
}
