import Catalog
import Diagnostics
import Reporting

/// The project as those see it who tell of the host: whether anything of it can be run at all.
enum ProjectLook {
  case sound(Catalog)
  /// It is there, and no run takes it up.
  case unsound(UnsoundProject)
  /// The folder has no schedules.
  case absent

  init(_ context: Context) {
    let folder = FolderChoice.absolute(context.folders.project)
    guard FolderChoice.isProject(folder) else {
      self = .absent
      return
    }
    var diagnostics = DiagnosticBag()
    do throws(CommandFailure) {
      let catalog = try TrustedProject(context: context).load(diagnostics: &diagnostics, refuse: { _ in })
      if diagnostics.hasErrors {
        self = .unsound(.errors(diagnostics.errorCount, folder: folder))
      } else {
        self = catalog.hasTasks ? .sound(catalog) : .unsound(.noTask(folder: folder))
      }
    } catch {
      self = .unsound(.notTrusted(folder: folder))
    }
  }

  var catalog: Catalog? { if case .sound(let catalog) = self { catalog } else { nil } }
  var problem: UnsoundProject? { if case .unsound(let problem) = self { problem } else { nil } }
}
