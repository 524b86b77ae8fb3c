import Glibc
import Reporting

/// `maint backup show ID`: one backup with all its files.
struct BackupShowVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalogue = try BackupCatalogue(context)
    let backup = try catalogue.backup(context.invocation.argument(.backup) ?? "")
    let report = BackupReport(
      backup: backup, contents: catalogue.contents(of: backup), run: try catalogue.run(of: backup))
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
