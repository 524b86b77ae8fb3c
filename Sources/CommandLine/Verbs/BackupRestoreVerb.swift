/// `maint backup restore ID`: puts back what a backup holds, in place or into a folder.
struct BackupRestoreVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let request = try RestoreRequest(context)
    let isDry = context.invocation.has(.dryRun)
    if let folder = context.invocation.value(.to) {
      let restore = RestoreElsewhere(context: context, request: request, folder: folder)
      let use = isDry ? nil : try request.use(context)
      defer { use?.end() }
      try request.verify(context)
      return isDry ? try restore.preview() : try restore()
    }
    let restore = try InPlaceRestore(context, request)
    try request.verify(context)
    return isDry ? try restore.preview() : try restore()
  }
}
