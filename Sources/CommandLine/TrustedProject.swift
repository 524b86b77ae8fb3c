import Catalog
import Diagnostics
import Glibc

/// The folder with `schedules/` and `runbooks/`, trusted before it is read.
struct TrustedProject {
  let context: Context

  /// As root, refuses what somebody else could have written; then reads all of it.
  func load(diagnostics: inout DiagnosticBag) throws(CommandFailure) -> Catalog {
    let path = context.folders.project
    if geteuid() == 0 {
      let unsafe = OwnershipCheck.check(project: path, workingFolder: FolderChoice.absolute("."))
      if unsafe.hasErrors {
        context.errors.write(context.render(unsafe))
        throw CommandFailure(
          "nothing was read: root runs only what root alone can write", hint: "run what the hints above say",
          exitCode: .permissions)
      }
    }
    return CatalogLoader.load(project: path, diagnostics: &diagnostics)
  }
}
