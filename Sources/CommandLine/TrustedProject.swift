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

  /// All of it; nil where there are mistakes in it, of which nothing is said: others do.
  var sound: Catalog? {
    var diagnostics = DiagnosticBag()
    let catalog = try? load(diagnostics: &diagnostics, refuse: { _ in })
    return diagnostics.hasErrors ? nil : catalog
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
    if let refuse { refuse(unsafe) } else { context.errors.write(text(of: unsafe, folders)) }
    throw CommandFailure(
      "nothing was read: root runs only what root alone can write", hint: "run what the hints say",
      exitCode: .permissions)
  }

  /// A clone of a user has fifty files with one mistake: three are shown, and one command mends all.
  private func text(of unsafe: DiagnosticBag, _ folders: [String]) -> String {
    let paths = folders.map { "\(FolderChoice.absolute(folder))/\($0)" }
    let (within, others) = unsafe.sorted.partitioned { problem in
      paths.contains { problem.place.path == $0 || problem.place.path.hasPrefix("\($0)/") }
    }
    guard within.count > Self.mostShown else { return context.render(unsafe) }
    var shown = DiagnosticBag()
    for problem in others + within.prefix(Self.mostShown) { shown.append(problem) }
    let all = paths.map(ShellText.quoted).joined(separator: " ")
    let areForeign = within.contains { $0.hint?.hasPrefix("chown") == true }
    return context.render(shown)
      + "… and \(within.count - Self.mostShown) more in \(folders.joined(separator: " and "))\n"
      + TypedWord.harmless("hint: for all of them: \(areForeign ? "chown -R root \(all) && " : "")chmod -R go-w \(all)")
      + "\n"
  }

  private static let mostShown = 3
}

extension Array {
  /// Those of which it is so, and those of which it is not, each in their order.
  fileprivate func partitioned(_ isSo: (Element) -> Bool) -> (so: [Element], others: [Element]) {
    reduce(into: ([], [])) { parts, element in
      if isSo(element) { parts.0.append(element) } else { parts.1.append(element) }
    }
  }
}
