import Backups

/// `maint discard-replaced PATH...`: the process of the step that removes what restores have replaced, once all of them
/// came to a good end.
struct DiscardReplacedVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    do throws(BackupFailure) {
      let bench = try context.workbench()
      for path in context.invocation.arguments {
        try Restore.discard(RestorePlaces(target: TreePath(path), name: backup.restoreName), on: bench)
      }
    } catch {
      throw CommandFailure(error)
    }
    return .success
  }
}
