import Glibc
import Reporting

/// `maint backup verify [ID]`: whether a backup, or each, is what it was when it was sealed.
struct BackupVerifyVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalogue = try BackupCatalogue(context)
    let backups: [BackupRecord]
    if let text = context.invocation.argument(.backup) {
      backups = [try catalogue.backup(text)]
    } else {
      backups = try catalogue.backups()
    }
    let report = BackupCheckReport(try SealCheck().checks(of: backups))
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return report.isGood ? .success : .failed
  }
}
