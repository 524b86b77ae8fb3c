import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint backup prune [TARGET]`: removes the backups that no rule keeps, and says of each why it stays or goes.
struct BackupPruneVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalog = try context.loadCatalog()
    let isDryRun = context.invocation.has(.dryRun)
    guard let (state, log) = try openLog(isDryRun: isDryRun) else {
      context.output.write(report([]))
      return .success
    }
    let pruning = Pruning(context: context, state: state, log: log)
    if !isDryRun { pruning.removeDiscarded() }
    var decisions: [PruneDecision] = []
    var isHeld = false
    for (task, backups) in try tasks(state, log) {
      let missing = backups.filter { $0.state == .missing }
      decisions += try missing.map { one throws(CommandFailure) in try pruning.strikeOff(one, isDryRun: isDryRun) }
      guard let newest = backups.first, missing.count < backups.count else { continue }
      let result = try pruning.prune(task, by: Self.rules(for: newest, in: catalog), isDryRun: isDryRun)
      decisions += result.decisions
      isHeld = isHeld || result.isHeld
    }
    context.output.write(report(decisions))
    if decisions.contains(where: { $0.fate == .failed }) { return .cannotWrite }
    return isHeld ? .notNow : .success
  }

  private func openLog(isDryRun: Bool) throws(CommandFailure) -> (state: String, log: RunLog)? {
    if !isDryRun {
      let writing = try StateWriting(context)
      return (writing.state, try writing.openLog())
    }
    guard let log = try context.openLogForReading() else { return nil }
    return (try context.folders.state(), log)
  }

  /// Those asked for, each with its backups, in the order of the list.
  private func tasks(_ state: String, _ log: RunLog) throws(CommandFailure) -> [(TaskName, backups: [BackupRecord])] {
    let all = try BackupCatalogue(LogReading(state: state, log: log), zone: context.zone).backups()
    let target = context.invocation.argument(.target)
    var found: [(TaskName, backups: [BackupRecord])] = []
    var seen: Set<TaskName> = []
    for backup in all where seen.insert(backup.id.task).inserted {
      if target.map({ BackupListVerb.names(of: backup).contains($0) }) ?? true {
        found.append((backup.id.task, all.filter { $0.id.task == backup.id.task }))
      }
    }
    guard found.isEmpty, let target, !all.isEmpty else { return found }
    let near = Suggestion.nearest(to: target, among: all.flatMap(BackupListVerb.names))
    throw CommandFailure(
      "there are no backups of \(TypedWord.quoted(target))",
      hint: near.map { "did you mean '\($0)'?" } ?? "'maint backup list' lists those that are there",
      exitCode: .notFound)
  }

  /// What the project says now. A backup whose runbook is not in it may be another project's: it is left alone.
  private static func rules(for newest: BackupRecord, in catalog: Catalog) -> RetentionDecision.Rules {
    guard let name = newest.runbook else { return .none(why: "the run log does not know its runbook") }
    guard let runbook = catalog.runbooks[name] else {
      return .none(why: "its runbook \(name) is not in this project")
    }
    if let keep = runbook.keep ?? catalog.defaults.keep { return .of(keep) }
    return .none(why: "neither its runbook nor the defaults have a keep:")
  }

  private func report(_ decisions: [PruneDecision]) -> String {
    let report = PruneReport(decisions, isDryRun: context.invocation.has(.dryRun))
    return context.isJSON
      ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
  }
}
