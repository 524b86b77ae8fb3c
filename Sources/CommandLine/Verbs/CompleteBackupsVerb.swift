/// `maint complete-backups`: the IDs of the backups, for the shells; silent about what is wrong.
struct CompleteBackupsVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    for id in BackupCatalogue.ids(state: try context.folders.state()) { context.output.write("\(id)\n") }
    return .success
  }
}
