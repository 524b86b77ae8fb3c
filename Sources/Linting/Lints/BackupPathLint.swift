import Catalog
import Diagnostics

/// A path that is to be backed up and is not there: legal, because a change may be what makes it.
enum BackupPathLint {
  static func warnings(of linted: LintedRunbook, host: some LintHost) -> [Diagnostic] {
    linted.runbook.backup.compactMap { step in
      guard case .backup(let path, exclude: _)? = step.pathAction, !host.exists(path) else {
        return nil
      }
      return Diagnostic(
        .missingBackupPath, "\(path) does not exist on this host", severity: .warning, at: step.place,
        hint: "mend the path; if the change is what makes it, a rollback removes it again")
    }
  }
}
