import Backups
import Catalog
import Execution
import Glibc
import Reporting
import RunLog
import Scheduling
import Supervision

/// Restores backups into a scratch folder and checks them, one at a time: how long that takes is what a restore would
/// take.
struct BackupDrill {
  let log: RunLog
  let scratch: DrillScratch
  let targets: RecoveryTargets
  /// The tasks that make another by the clock: of the others none is to be new.
  let clocked: Set<TaskName>
  /// What the age of the data is counted to.
  let now: Timestamp
  /// The user's name.
  let doneBy: String
  let sealCheck: SealCheck

  /// The backups of one task, the newest first: down to the first that is good, unless one could not be tried at all.
  /// All are written down at the end, the newest last, so that what the log says last of a task is about its newest.
  func drill(_ backups: [BackupRecord], areNewest: Bool) throws(CommandFailure) -> [DrillResult] {
    var results: [DrillResult] = []
    for backup in backups {
      let result = try drill(backup, isNewest: areNewest)
      results.append(result)
      guard result.verdict == .damaged else { break }
    }
    for result in results.reversed() {
      do throws(RunLogFailure) {
        try log.record(result.event)
      } catch {
        throw CommandFailure(error)
      }
    }
    return results
  }

  private func drill(_ backup: BackupRecord, isNewest: Bool) throws(CommandFailure) -> DrillResult {
    let startedAt = SystemClock.wall()
    let begun = MonotonicTime.now()
    let (verdict, problems, bytes) = try attempt(backup)
    // The wall clock may be set meanwhile.
    let elapsed = Duration.microseconds(MonotonicTime.now().microseconds - begun.microseconds)
    var event = BackupEvent(
      run: backup.id.run, task: backup.id.task, kind: .drill, startedAt: startedAt, finishedAt: startedAt + elapsed,
      bytes: bytes, dataAge: isNewest ? now - backup.madeAt : nil,
      error: problems.isEmpty ? nil : problems.joined(separator: "; "), doneBy: doneBy)
    event.targets = RecoveryTargets(
      rto: targets.rto, rpo: isNewest && clocked.contains(backup.id.task) ? targets.rpo : nil)
    if let problem = DrillScratch.removeTree(folder) {
      throw CommandFailure("what was restored could not be removed: \(problem)", exitCode: .cannotWrite)
    }
    return DrillResult(backup: backup, verdict: verdict, problems: problems, event: event)
  }

  private func attempt(
    _ backup: BackupRecord
  ) throws(CommandFailure) -> (DrillResult.Verdict, problems: [String], bytes: Int) {
    let problems = try sealProblems(of: backup)
    guard problems.isEmpty else { return (.damaged, problems, backup.bytes) }
    do throws(BackupFailure) {
      return (.good, [], try restore(backup))
    } catch {
      switch error.kind {
      case .stopped(let signal): throw Self.stopped(by: signal)
      case .damaged, .different: return (.damaged, [error.message], backup.bytes)
      case .space: return (.failed, ["\(error.message); --to DIR restores elsewhere"], backup.bytes)
      case .source, .changed, .tool, .missing, .system: return (.failed, [error.message], backup.bytes)
      }
    }
  }

  static func stopped(by signal: Int32) -> CommandFailure {
    CommandFailure(
      "stopped by \(SignalName.of(signal)); what was restored is removed",
      exitCode: ExitCode(rawValue: 128 + signal) ?? .terminated)
  }

  /// All files of the backup, those of archives included, against its seal.
  private func sealProblems(of backup: BackupRecord) throws(CommandFailure) -> [String] {
    guard let check = try sealCheck.checks(of: [backup]).first else { return [] }
    switch check.verdict {
    case .whole: return []
    case .damaged: return check.problemWords
    case .incomplete: return ["it was never sealed, or its SHA256SUMS was removed"]
    case .inTheMaking: return ["its run is still making it"]
    case .missing: return ["it is missing: \(backup.path) is gone, and maint did not prune it"]
    }
  }

  private var folder: String { "\(scratch.path)/backup" }

  /// Every path of the backup, checked against its manifest as any restore is; the bytes of their files.
  private func restore(_ backup: BackupRecord) throws(BackupFailure) -> Int {
    let records: [ArchiveRecord]
    do throws(RunLogFailure) {
      records = try log.archives(run: backup.id.run, task: backup.id.task)
    } catch {
      throw BackupFailure(.missing, error.message)
    }
    if records.isEmpty { return backup.bytes }
    guard mkdir(folder, 0o700) == 0 else {
      throw BackupFailure(.system(errno), "\(folder) could not be made: \(SystemError.words(errno))")
    }
    let archives = records.map { $0.archive(in: backup.path) }
    var needed = 0
    for archive in archives { needed += try Manifest(file: archive.manifest).header.allocated }
    try FreeSpace.check(needed, for: "restoring \(backup.id)", in: folder)
    let bench = try Workbench(tools: Toolbox()) { _ in }
    for (index, archive) in archives.enumerated() {
      // Of a path that was not there, there is only a manifest.
      if archive.file == nil {
        try archive.verify(on: bench)
      } else {
        _ = try Restore.run(archive, to: TreePath("\(folder)/\(index)"), name: "drill", on: bench)
      }
    }
    return records.reduce(0) { $0 + $1.bytes }
  }
}
