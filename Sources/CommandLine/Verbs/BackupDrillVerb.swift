import Glibc
import Reporting
import RunLog
import Supervision

/// `maint backup drill [ID…]`: restores backups into a scratch folder, and measures.
struct BackupDrillVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let catalog = try context.loadCatalog()
    let defaults = catalog.defaults
    let chosen = try subjects()
    let folder = try folder(in: writing.state)
    let sealCheck = try SealCheck()
    let log = try writing.openLog()
    let locks = FileLocks(folder: "\(writing.state)/locks")
    let lock = try takeLock(locks)
    defer { locks.release(lock) }
    var signals = HeldSignals()
    defer { signals.release() }
    let scratch = try DrillScratch(in: folder, state: writing.state)
    let drill = BackupDrill(
      log: log, scratch: scratch, targets: RecoveryTargets(rto: defaults.rto, rpo: defaults.rpo),
      clocked: Set(catalog.tasksWithBackup),
      now: SystemClock.wall(), doneBy: LoginUser.current(context).name, sealCheck: sealCheck)
    let results = try results(of: drill, over: chosen, in: writing.state, &signals)
    var report = DrillReport(results, areNewest: context.invocation.arguments.isEmpty)
    (report.command, report.clocked) = (NextCommand(context).text, drill.clocked)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO))
    context.output.write(context.isJSON ? report.json : text)
    return report.isGood ? .success : .failed
  }

  /// The scratch folder is gone at the end, whatever happened.
  private func results(
    of drill: BackupDrill, over chosen: [(backups: [BackupRecord], areNewest: Bool)], in state: String,
    _ signals: inout HeldSignals
  ) throws(CommandFailure) -> [DrillResult] {
    var results: [DrillResult] = []
    do throws(CommandFailure) {
      for (backups, areNewest) in chosen {
        guard let task = backups.first?.id.task else { continue }
        let use = try BackupsInUse(of: task, state: state, for: "maint backup drill")
        defer { use.end() }
        // One that was pruned since it was chosen is none.
        let present = backups.filter { $0.state == .missing || SealFile.status(of: $0.path) != nil }
        results += try drill.drill(present, areNewest: areNewest)
        if let signal = signals.take() { throw BackupDrill.stopped(by: signal) }
      }
    } catch {
      // What is left there the next drill removes.
      _ = drill.scratch.remove()
      throw error
    }
    if let problem = drill.scratch.remove() {
      throw CommandFailure("\(drill.scratch.path) could not be removed: \(problem)", exitCode: .cannotWrite)
    }
    return results
  }

  /// The run log is closed again with the catalogue: it is opened for writing next.
  private func subjects() throws(CommandFailure) -> [(backups: [BackupRecord], areNewest: Bool)] {
    let catalogue = try BackupCatalogue(context)
    let all = try catalogue.backups()
    let invocation = context.invocation
    if invocation.arguments.isEmpty {
      let sample = invocation.number(.sample)
      return DrillChoice.subjects(of: all, sample: sample, seed: invocation.number(.seed)).map { ($0, true) }
    }
    guard !invocation.has(.sample) else {
      throw CommandFailure(
        "--sample chooses by itself: leave out the ID", hint: "maint backup drill --sample 3", exitCode: .usage)
    }
    var chosen: [(backups: [BackupRecord], areNewest: Bool)] = []
    for text in invocation.arguments {
      let backup = try catalogue.backup(text)
      chosen.append(([backup], DrillChoice.isNewest(backup, among: all)))
    }
    return chosen
  }

  /// Where the scratch folder goes.
  private func folder(in state: String) throws(CommandFailure) -> String {
    guard let asked = context.invocation.value(.to) else { return state }
    let folder = FolderChoice.absolute(asked)
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw CommandFailure("--to: there is no folder \(folder)", hint: "make it first", exitCode: .notFound)
    }
    return folder
  }

  private func takeLock(_ locks: FileLocks) throws(CommandFailure) -> Int {
    switch locks.acquire(["drill"], for: "maint backup drill") {
    case .acquired(let handle): return handle
    case .held(_, let holder):
      throw CommandFailure("another drill is under way (\(holder))", hint: "try again later", exitCode: .notNow)
    case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
    }
  }
}
