import Catalog
import Diagnostics
import Glibc

/// The folder with `schedules/` and `runbooks/`, trusted before it is read.
struct TrustedProject {
  let context: Context
  let folder: String

  init(context: Context, folder: String? = nil) {
    self.context = context
    self.folder = folder ?? context.folders.project
  }

  /// As root, refuses what somebody else could have written; then reads all of it. `refuse` as for `check`.
  func load(
    forLints: Bool = true, diagnostics: inout DiagnosticBag, refuse: ((DiagnosticBag) -> Void)? = nil
  ) throws(CommandFailure) -> Catalog {
    try check(refuse: refuse)
    return CatalogLoader.load(project: folder, forLints: forLints, diagnostics: &diagnostics)
  }

  /// As `load`, the schedules alone.
  func loadSchedules(diagnostics: inout DiagnosticBag) throws(CommandFailure) -> Catalog {
    try check(folders: ["schedules"])
    return CatalogLoader.loadSchedules(project: folder, diagnostics: &diagnostics)
  }

  /// As root, refuses what somebody else could have written. `refuse` tells what is wrong; standard error does unless
  /// given.
  func check(
    folders: [String] = ["schedules", "runbooks"], refuse: ((DiagnosticBag) -> Void)? = nil
  ) throws(CommandFailure) {
    guard geteuid() == 0 else { return }
    let unsafe = OwnershipCheck.check(
      project: folder, folders: folders, workingFolder: FolderChoice.absolute("."))
    guard unsafe.hasErrors else { return }
    if let refuse { refuse(unsafe) } else { context.errors.write(context.render(unsafe)) }
    throw CommandFailure(
      "nothing was read: root runs only what root alone can write", hint: "run what the hints say",
      exitCode: .permissions)
  }
}
