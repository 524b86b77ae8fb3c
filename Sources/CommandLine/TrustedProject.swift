import Catalog
import Diagnostics
import Glibc

/// The folder with `schedules/` and `runbooks/`, trusted before it is read.
struct TrustedProject {
  let context: Context

  /// As root, refuses what somebody else could have written; then reads all of it.
  func load(diagnostics: inout DiagnosticBag) throws(CommandFailure) -> Catalog {
    try check()
    return CatalogLoader.load(project: context.folders.project, diagnostics: &diagnostics)
  }

  /// As root, refuses what somebody else could have written.
  func check() throws(CommandFailure) {
    guard geteuid() == 0 else { return }
    let unsafe = OwnershipCheck.check(project: context.folders.project, workingFolder: FolderChoice.absolute("."))
    guard unsafe.hasErrors else { return }
    context.errors.write(context.render(unsafe))
    throw CommandFailure(
      "nothing was read: root runs only what root alone can write", hint: "run what the hints above say",
      exitCode: .permissions)
  }
}
