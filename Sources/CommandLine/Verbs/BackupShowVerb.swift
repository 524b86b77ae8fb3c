import Glibc
import Planning
import Reporting

/// `maint backup show ID`: one backup with all its files, or what is known of one that was pruned.
struct BackupShowVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalogue = try BackupCatalogue(context)
    let name = context.invocation.argument(.backup) ?? ""
    let appearance = context.appearance(of: STDOUT_FILENO)
    let now = SystemClock.wall()
    do throws(CommandFailure) {
      let backup = try catalogue.backup(name)
      var report = BackupReport(
        backup: backup, contents: catalogue.contents(of: backup), run: try catalogue.run(of: backup),
        events: try catalogue.events(of: backup.id))
      report.command = NextCommand(context).text
      let text = report.text(appearance: appearance, zone: context.zone, now: now)
      context.output.write(context.isJSON ? report.json : text)
    } catch {
      guard error.exitCode == .notFound, let pruned = try catalogue.pruned(name) else { throw error }
      let report = PrunedBackupReport(
        pruned, archives: try catalogue.archives(of: pruned.id), events: try catalogue.events(of: pruned.id))
      let text = report.text(appearance: appearance, zone: context.zone, now: now)
      context.output.write(context.isJSON ? report.json : text)
    }
    return .success
  }
}
