import Catalog
import Glibc
import Reporting
import Scheduling

/// `maint backup list [TARGET]`: the backups, newest first.
struct BackupListVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalogue = try BackupCatalogue(context)
    let all = try catalogue.backups()
    let pruned = try catalogue.pruned()
    if !context.isJSON, all.isEmpty, let absence = catalogue.reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    let report = try report(on: all, pruned)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }

  private func report(on all: [BackupRecord], _ pruned: [PrunedBackup]) throws(CommandFailure) -> BackupListReport {
    guard let target = context.invocation.argument(.target) else {
      return BackupListReport(backups: all, pruned: pruned)
    }
    let chosen = all.filter { Self.names(of: $0).contains(target) }
    let gone = pruned.filter { Self.names(of: $0.id.task).contains(target) }
    if chosen.isEmpty, gone.isEmpty, !all.isEmpty, Tier(rawValue: target) == nil {
      let near = Suggestion.nearest(to: target, among: all.flatMap(Self.names))
      throw CommandFailure(
        "there are no backups of \(TypedWord.quoted(target))",
        hint: near.map { "did you mean '\($0)'?" } ?? "'maint backup list' lists all of them", exitCode: .notFound)
    }
    return BackupListReport(backups: chosen, pruned: gone, target: target)
  }

  /// The targets that it belongs to. The backups themselves say so, not the project: a task may have been renamed since.
  static func names(of backup: BackupRecord) -> [String] {
    names(of: backup.id.task) + (backup.runbook.map { ["runbook:\($0)"] } ?? [])
  }

  private static func names(of task: TaskName) -> [String] {
    [task.description, task.name] + (task.tier.map { [$0.rawValue] } ?? [])
  }
}
