import Diagnostics
import Glibc
import Syntax

/// Reads a project: all its runbooks, then all its schedules, every problem of every file in one pass.
package enum CatalogLoader {
  /// What is sound of the project; it may be used only when `diagnostics` has no errors.
  ///
  /// `project` is a folder as the user named it; paths in diagnostics begin with it, unless it is empty or `.`.
  ///
  /// `forLints`: with the places of shell texts, which keep the tree of each file. Of a big project that is a megabyte or more.
  package static func load(
    project: String, forLints: Bool = true, diagnostics: inout DiagnosticBag
  ) -> Catalog {
    guard exists(project: project, diagnostics: &diagnostics) else { return Catalog() }
    let schedules = ProjectFolder("schedules", ofProject: project).files(diagnostics: &diagnostics)
    let runbooks = ProjectFolder("runbooks", ofProject: project).files(diagnostics: &diagnostics)
    var known = KnownRunbooks()
    var runbookTexts: [ProjectText.File] = []
    // One after the other: a tree takes several times the room of its text, and a project may have hundreds.
    for file in runbooks {
      let tree = read(file, diagnostics: &diagnostics)
      bind(file, tree, into: &known, diagnostics: &diagnostics)
      if !forLints { known.runbooks[file.name]?.shellSources = [] }
      if let text = file.text(of: tree, in: "runbooks") { runbookTexts.append(text) }
    }
    let scheduleTrees = schedules.map { (file: $0, tree: read($0, diagnostics: &diagnostics)) }
    var catalog = bind(scheduleTrees.map(\.tree), known: known, diagnostics: &diagnostics)
    catalog.text = ProjectText(
      files: scheduleTrees.compactMap { $0.file.text(of: $0.tree, in: "schedules") } + runbookTexts)
    return catalog
  }

  /// The schedules alone: when everything is due is in them, and a project may have hundreds of runbooks. Whether the
  /// runbooks are sound, and what they take, is not looked at; that they are there is.
  package static func loadSchedules(project: String, diagnostics: inout DiagnosticBag) -> Catalog {
    schedules(ofProject: project, diagnostics: &diagnostics).catalog
  }

  /// As `loadSchedules`, to tell people of something also where other parts have mistakes: `isForMessages` says so. nil where it is
  /// not certain who is told through what.
  package static func loadForMessages(project: String) -> Catalog? {
    var diagnostics = DiagnosticBag()
    var (catalog, isSound) = schedules(ofProject: project, diagnostics: &diagnostics)
    guard diagnostics.hasErrors else { return catalog }
    // Channels stand in one file. Where that one cannot be read, there are none.
    guard isSound, !catalog.coordination.channels.isEmpty else { return nil }
    catalog.isForMessages = true
    return catalog
  }

  private static func schedules(
    ofProject project: String, diagnostics: inout DiagnosticBag
  ) -> (catalog: Catalog, isCoordinationSound: Bool) {
    guard exists(project: project, diagnostics: &diagnostics) else { return (Catalog(), true) }
    var known = KnownRunbooks()
    for file in ProjectFolder("runbooks", ofProject: project).files(diagnostics: &diagnostics) {
      known.parameters[file.name] = .some(nil)
    }
    let schedules = ProjectFolder("schedules", ofProject: project).files(diagnostics: &diagnostics)
    let binder = binder(
      of: schedules.map { read($0, diagnostics: &diagnostics) }, known: known, diagnostics: &diagnostics)
    return (binder.catalog, binder.isCoordinationSound)
  }

  /// What the project was when its text was read; paths in diagnostics are those within the project.
  package static func load(text: ProjectText, diagnostics: inout DiagnosticBag) -> Catalog {
    func trees(of folder: String) -> [(file: ProjectFile, tree: SyntaxTree?)] {
      text.files.filter { $0.path.hasPrefix("\(folder)/") }.map { file in
        let name = file.path.dropFirst(folder.utf8.count + 1).dropLast(".yaml".utf8.count)
        let source = Source(path: file.path, bytes: file.bytes)
        return (ProjectFile(path: file.path, name: String(name)), Parser.parse(source, diagnostics: &diagnostics))
      }
    }
    let (runbooks, schedules) = (trees(of: "runbooks"), trees(of: "schedules"))
    var catalog = bind(runbooks: runbooks, schedules: schedules.map(\.tree), diagnostics: &diagnostics)
    catalog.text = text
    return catalog
  }

  /// Notes it where there is nothing at the path.
  package static func exists(project: String, diagnostics: inout DiagnosticBag) -> Bool {
    if access(project.isEmpty ? "." : project, F_OK) == 0 { return true }
    diagnostics.append(
      Diagnostic(
        .projectNotFound, "there is no such project: \(String(cString: strerror(errno)))", at: .path(project),
        hint: "name its folder with -C DIR, or let 'maint init DIR' write one"))
    return false
  }

  private static func read(_ file: ProjectFile, diagnostics: inout DiagnosticBag) -> SyntaxTree? {
    do throws(ReadFailure) {
      return Parser.parse(try SourceReader.read(path: file.path), diagnostics: &diagnostics)
    } catch {
      diagnostics.append(error.diagnostic)
      return nil
    }
  }

  /// The trees are nil for files that could not be read or parsed, which has been noted.
  static func bind(
    runbooks: [(file: ProjectFile, tree: SyntaxTree?)], schedules: [SyntaxTree?], diagnostics: inout DiagnosticBag
  ) -> Catalog {
    var known = KnownRunbooks()
    for (file, tree) in runbooks { bind(file, tree, into: &known, diagnostics: &diagnostics) }
    return bind(schedules, known: known, diagnostics: &diagnostics)
  }

  private static func bind(
    _ file: ProjectFile, _ tree: SyntaxTree?, into known: inout KnownRunbooks, diagnostics: inout DiagnosticBag
  ) {
    known.parameters[file.name] = .some(nil)
    if !NameRule.isName(file.name) { diagnostics.append(badName(of: file)) }
    guard let tree else { return }
    var binder = RunbookBinder(name: file.name, source: tree.source)
    binder.bind(tree)
    diagnostics.append(contentsOf: binder.reader.diagnostics)
    known.runbooks[file.name] = binder.runbook
    if binder.hasSoundParameters { known.parameters[file.name] = binder.runbook.parameters }
  }

  private static func bind(
    _ schedules: [SyntaxTree?], known: KnownRunbooks, diagnostics: inout DiagnosticBag
  ) -> Catalog {
    binder(of: schedules, known: known, diagnostics: &diagnostics).catalog
  }

  private static func binder(
    of schedules: [SyntaxTree?], known: KnownRunbooks, diagnostics: inout DiagnosticBag
  ) -> ScheduleBinder {
    var binder = ScheduleBinder(runbooks: known)
    for case let tree? in schedules { binder.bind(tree) }
    // Tasks of a file that could not be read are unknown, so none can be said to be missing.
    if schedules.allSatisfy({ $0 != nil }) {
      binder.checkNeeds()
      binder.checkWindows()
      binder.inCoordination { $0.checkChannels() }
    }
    diagnostics.append(contentsOf: binder.reader.diagnostics)
    return binder
  }

  private static func badName(of file: ProjectFile) -> Diagnostic {
    Diagnostic(
      .badName, "'\(file.name)' is not a name, so no task can call this runbook", at: .path(file.path),
      hint: "rename the file: a letter or _, then letters, digits, _ and -, at most \(NameRule.longest) of them")
  }
}

extension ProjectFile {
  /// nil where it could not be read.
  fileprivate func text(of tree: SyntaxTree?, in folder: String) -> ProjectText.File? {
    tree.map { ProjectText.File(path: "\(folder)/\(name).yaml", bytes: $0.source.bytes) }
  }
}
