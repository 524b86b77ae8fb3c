import Catalog
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// Removes the backups of tasks that no rule keeps.
///
/// In this order, so that what was half removed is never taken for a backup, and the reason is never lost: the run log is
/// told; the folder leaves the catalogue in one step; its files are removed. Killed after the first, the backup is there
/// and whole, and the next decision finds it again; killed after the second, the next pruning removes what is left. It
/// holds the lock of the task meanwhile, as a run or a rollback does, which may be about to use the backup, and that of
/// its backups, which a drill or a restore elsewhere shares.
struct Pruning {
  /// Within `backups`; what lies in it is no backup any more.
  private static let discarded = ".pruned"

  let context: Context
  let state: String
  let log: RunLog

  /// All backups of one task, judged by the rules, and those that go removed; the decisions in the order of the list.
  /// `isDryRun`: only the decisions. Where the task is at work they all stay.
  func prune(
    _ task: TaskName, by rules: RetentionDecision.Rules, isDryRun: Bool
  ) throws(CommandFailure) -> (decisions: [PruneDecision], isHeld: Bool) {
    let locks = FileLocks(folder: "\(state)/locks")
    var handle: Int?
    if !isDryRun {
      switch locks.acquire([task.lock, BackupsInUse.lock(of: task)], for: "maint backup prune") {
      case .acquired(let taken): handle = taken
      case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
      case .held(let lock, let holder):
        let why = "not now: \(lock == task.lock ? "the task is at work" : "they are being read") (\(holder))"
        return (try backups(of: task).map { PruneDecision($0, .stays, because: [why]) }, true)
      }
    }
    defer { if let handle { locks.release(handle) } }
    let backups = try backups(of: task)
    let decisions = try decision(by: rules).decisions(on: backups)
    if isDryRun { return (decisions, false) }
    return (try decisions.map { one throws(CommandFailure) in one.fate == .goes ? try remove(one) : one }, false)
  }

  /// Removes what an earlier pruning that was killed had taken out of the catalogue. A problem is told by the next one.
  func removeDiscarded() {
    let folder = "\(state)/backups/\(Self.discarded)"
    if access(folder, F_OK) == 0 { _ = FolderRemoval.remove(folder) }
  }

  private func backups(of task: TaskName) throws(CommandFailure) -> [BackupRecord] {
    try BackupCatalogue(LogReading(state: state, log: log), zone: context.zone).backups(of: task)
  }

  private func decision(by rules: RetentionDecision.Rules) -> RetentionDecision {
    RetentionDecision(
      rules: rules, zone: context.zone,
      isBeingTakenBack: { backup throws(CommandFailure) in
        try logged { () throws(RunLogFailure) in try log.isBeingTakenBack(backup.id.run) }
      },
      isCopyDue: { backup throws(CommandFailure) in
        try logged { () throws(RunLogFailure) in try log.isCopyDue(run: backup.id.run, task: backup.id.task) }
      })
  }

  private func remove(_ decision: PruneDecision) throws(CommandFailure) -> PruneDecision {
    let backup = decision.backup
    var event = BackupJournal.event(.prune, of: backup, from: SystemClock.wall(), by: context)
    event.detail = decision.reasons.joined(separator: "; ")
    try logged { () throws(RunLogFailure) in try log.record(event) }
    let discarded = "\(state)/backups/\(Self.discarded)"
    let place = "\(discarded)/\(backup.id.run)-\(backup.id.task)"
    mkdir(discarded, 0o700)
    if rename(backup.path, place) != 0 {
      event.error = "\(backup.path) could not be taken out of the catalogue: \(SystemError.words(errno))"
      try logged { () throws(RunLogFailure) in try log.record(event) }
      return PruneDecision(backup, .failed, because: [event.error ?? ""])
    }
    // The run's own folder goes with its last backup, and the other one with what lies in it.
    rmdir("\(state)/backups/\(backup.id.run)")
    try forgetSeal(of: backup)
    let problem = FolderRemoval.remove(place)
    rmdir(discarded)
    guard let problem else { return PruneDecision(backup, .pruned, because: decision.reasons) }
    return PruneDecision(backup, .failed, because: ["its files could not be removed: \(problem)"])
  }

  /// A backup whose folder is gone, though maint did not prune it: once `maint backup verify` has told that, it is
  /// written down as pruned, and told no more.
  func strikeOff(_ backup: BackupRecord, isDryRun: Bool) throws(CommandFailure) -> PruneDecision {
    guard let foundAt = backup.foundDamagedAt else {
      return PruneDecision(backup, .stays, because: ["missing: not pruned by maint; see 'maint backup verify'"])
    }
    let why = "missing, as was found on \(context.zone.date(of: foundAt))"
    if isDryRun { return PruneDecision(backup, .goes, because: [why]) }
    var event = BackupJournal.event(.prune, of: backup, from: SystemClock.wall(), by: context)
    event.detail = why
    try logged { () throws(RunLogFailure) in try log.record(event) }
    try forgetSeal(of: backup)
    return PruneDecision(backup, .pruned, because: [why])
  }

  private func forgetSeal(of backup: BackupRecord) throws(CommandFailure) {
    try logged { () throws(RunLogFailure) in try log.forgetSeal(run: backup.id.run, task: backup.id.task) }
  }

  private func logged<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) {
      return try body()
    } catch {
      throw CommandFailure(error)
    }
  }
}
