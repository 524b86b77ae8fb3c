import Diagnostics

/// `$MAINT_BACKUP_DIR` in a runbook without a backup stage, which has no such folder.
enum BackupFolderLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    guard linted.runbook.backup.isEmpty else { return [] }
    let name = ShellEnvironment.backupFolder
    return linted.texts.compactMap { text in
      guard let read = text.script.reads.first(where: { $0.name == name }),
        !read.isGuarded, !text.script.assigned.contains(name)
      else { return nil }
      return Diagnostic(
        .noBackupFolder, "there is no '\(name)' in a runbook without a backup stage, so the shell ends here",
        severity: .warning, at: text.place(of: read.range),
        hint: "add backup: with a step that copies what is needed into \"$\(name)\"")
    }
  }
}
