import Catalog
import Diagnostics
import Reporting

/// The project as a report goes by it: what it cannot say of the future and of what was due is told, and the rest of the report
/// stands on the run log.
struct PeriodProject {
  /// nil: there is none, or it has mistakes.
  let catalog: Catalog?
  /// Why.
  let absence: String
  /// Nothing is run of it until somebody mends that; nil: that is not so, or there is none.
  let fault: ProjectFault?
  let folder: String

  /// What the schedules alone say of metrics; nothing where they cannot be read, which is told where the project is.
  static func goals(_ context: Context) -> [MetricGoal] { readableGoals(context) ?? [] }

  /// nil: they cannot be read; where there is no project there are none.
  static func goalsIfSound(_ context: Context) -> [MetricGoal]? {
    FolderChoice.isProject(context.folders.project) ? readableGoals(context) : []
  }

  /// nil: they cannot be read.
  static func readableGoals(_ context: Context) -> [MetricGoal]? {
    let trusted = TrustedProject(context: context)
    guard FolderChoice.isProject(trusted.folder),
      (try? trusted.check(folders: ["schedules"], refuse: { _ in })) != nil
    else { return nil }
    var diagnostics = DiagnosticBag()
    let catalog = CatalogLoader.loadSchedules(project: trusted.folder, diagnostics: &diagnostics)
    return diagnostics.hasErrors ? nil : catalog.metrics
  }

  init(_ context: Context) {
    folder = FolderChoice.absolute(context.folders.project)
    guard FolderChoice.isProject(context.folders.project) else {
      (catalog, absence, fault) = (nil, "there is no project in \(folder)", nil)
      return
    }
    var diagnostics = DiagnosticBag()
    do throws(CommandFailure) {
      let trusted = TrustedProject(context: context)
      let found = try trusted.load(forLints: false, diagnostics: &diagnostics, refuse: { _ in })
      let check = NextCommand(context)("check")
      (catalog, absence, fault) =
        if diagnostics.hasErrors {
          (
            nil, "the project in \(folder) has mistakes, which '\(check)' shows",
            ProjectFault(.mistakes, folder: folder)
          )
        } else if !found.hasTasks {
          (nil, "the schedules of the project in \(folder) have no task", ProjectFault(.noTask, folder: folder))
        } else {
          (found, "", nil)
        }
    } catch {
      (catalog, absence, fault) = (
        nil, "the project in \(folder) is not read: others than root could write it",
        ProjectFault(.unsafe, folder: folder)
      )
    }
    // What the report lacks is not to be found out by reading it.
    if catalog == nil { context.errors.write("maint: the report goes by the run log alone: \(absence)\n") }
  }
}
