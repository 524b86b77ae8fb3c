import Catalog
import Reporting
import RunLog

/// The project of a run as it is now, for a run that goes by what it was when another began: who is told today, through what, and
/// whether a task is one still, is not as it was then.
struct PresentProject {
  /// Absolute.
  let folder: String
  let catalog: Catalog

  /// `then`: what the run has of it, by which people are told where the schedules cannot be read now; whether a task is one still
  /// nobody can say then.
  init(of record: RunRecord, then: Catalog, _ context: Context) {
    folder = Self.folder(of: record, context)
    if var found = PromptDelivery.catalog(context, project: folder) {
      // Another folder need not be the same project.
      if folder != record.header.project { found.isForMessages = true }
      catalog = found
      return
    }
    var last = then
    last.isForMessages = true
    catalog = last
    if last.coordination.channels.isEmpty { return }
    let check = NextCommand(context, elsewhereOf: folder)("check")
    context.errors.write(
      TypedWord.harmless(
        "maint: warning: the schedules of \(folder) cannot be read, so people are told as these said when run "
          + "\(record.number) began: \(check) says what is wrong") + "\n")
  }

  /// Where the run's is gone, as after it was moved, the one that somebody names.
  private static func folder(of record: RunRecord, _ context: Context) -> String {
    let own = record.header.project
    let named = FolderChoice.absolute(context.folders.project)
    return !FolderChoice.isProject(own) && FolderChoice.isProject(named) ? named : own
  }
}
