import Catalog
import CLinux
import Diagnostics
import Glibc
import Rehearsal
import Reporting
import RunLog
import Scheduling
import TextSearch

/// What every verb works with: the command line, the folders it names, the two outputs and how they look.
struct Context {
  let invocation: Invocation
  let variables: ProcessVariables
  let output: StandardOutput
  let errors: StandardOutput
  let folders: FolderChoice
  /// The zone of `run --due`, where what is due is judged by that instead of the reader's.
  var countedZone: Zone?

  init(_ invocation: Invocation, output: StandardOutput, errors: StandardOutput) {
    let variables = ProcessVariables()
    self.invocation = invocation
    self.variables = variables
    self.output = output
    self.errors = errors
    folders = FolderChoice(invocation: invocation, variables: variables)
  }

  /// The zone that times are shown in and periods are counted in: the host's, or what TZ says. Read anew at each call.
  var zone: Zone { countedZone ?? ZoneDatabase().hostZone(variable: variables.value("TZ")) }

  var isJSON: Bool { invocation.has(.json) }

  /// How text looks on an output: colour where it is a terminal, unless `--color` or `NO_COLOR` says otherwise.
  func appearance(of descriptor: Int32) -> Appearance {
    let color =
      switch invocation.value(.color).flatMap(ColorChoice.init) ?? .auto {
      case .always: true
      case .never: false
      case .auto: isTerminal(descriptor) && variables.value("NO_COLOR") == nil
      }
    return Appearance(color: color, utf8: isUTF8)
  }

  /// The columns that a text may use: the terminal's, or as many as a mail shows well.
  func width(of descriptor: Int32) -> Int {
    isTerminal(descriptor) ? Terminal.size(descriptor)?.columns ?? 100 : 100
  }

  /// Whether this is a maint inside a sandbox, which carries out plans as rehearsals do: nobody approves them, and nobody is
  /// told. So it must be nothing that a command line or an environment can say.
  var isInSandbox: Bool { Sandbox.isAround }

  /// Whether somebody looks at an output as it is written; under cron nobody does.
  func isTerminal(_ descriptor: Int32) -> Bool { Terminal.isTerminal(descriptor) && !invocation.has(.asCron) }

  /// The project as typed values. Problems go to standard error; with an error among them the verb ends here.
  /// `project`: another folder than the command line means.
  func loadCatalog(project: String? = nil) throws(CommandFailure) -> Catalog {
    var diagnostics = DiagnosticBag()
    let trusted = TrustedProject(context: self, folder: project ?? folders.project)
    let catalog = try trusted.load(diagnostics: &diagnostics)
    guard diagnostics.hasErrors else { return catalog }
    try refuse(diagnostics)
  }

  /// As `loadCatalog`, the schedules alone.
  func loadSchedules(project: String? = nil) throws(CommandFailure) -> Catalog {
    var diagnostics = DiagnosticBag()
    let trusted = TrustedProject(context: self, folder: project ?? folders.project)
    let catalog = try trusted.loadSchedules(diagnostics: &diagnostics)
    guard diagnostics.hasErrors else { return catalog }
    try refuse(diagnostics)
  }

  /// Ends a verb that can do without a project where a folder was named and is none: after a slip of the hand nothing would be
  /// known of what has to run, and a host on which nothing does looks fine.
  func requireNamedProject() throws(CommandFailure) {
    guard let name = folders.namedBy, !FolderChoice.isProject(folders.project) else { return }
    let folder = FolderChoice.absolute(folders.project)
    throw CommandFailure(
      FolderChoice.isFolder(folder)
        ? "\(TypedWord.harmless(folder)), as \(name) has it, is no project: there is no folder 'schedules' in it"
        : "there is no such project: \(name) says \(TypedWord.harmless(folder)), which is no folder that can be found",
      hint: "name the folder that 'schedules' is in; to see what the run log says by itself, leave \(name) away",
      exitCode: .notFound)
  }

  /// Ends a verb that looks for what is due where no schedule that is read has a task.
  func requireTasks(_ catalog: Catalog) throws(CommandFailure) {
    let folder = FolderChoice.absolute(folders.project)
    guard FolderChoice.isProject(folder), !catalog.hasTasks else { return }
    throw CommandFailure(
      "no file in \(TypedWord.harmless(folder))/schedules whose name ends in .yaml has a task, so nothing is ever due",
      hint: "was one moved, renamed or emptied? \(NextCommand(self)("check")) names what it finds there",
      exitCode: .invalid)
  }

  /// Ends the verb with the problems that were found.
  func refuse(_ diagnostics: DiagnosticBag) throws(CommandFailure) -> Never {
    errors.write(render(diagnostics))
    var failure = CommandFailure(
      "nothing was run", hint: "mend what is shown above; 'maint check' looks again", exitCode: ExitCode(diagnostics))
    failure.mistakes = diagnostics
    throw failure
  }

  /// Diagnostics as standard error shows them.
  func render(_ diagnostics: DiagnosticBag) -> String {
    DiagnosticRenderer(color: appearance(of: STDERR_FILENO).color).render(diagnostics)
  }

  /// The run log for reading, or its audit chain alone; nil where there is none yet.
  func openLogForReading(_ access: RunLog.Access = .readOnly) throws(CommandFailure) -> RunLog? {
    let state = try folders.state()
    do throws(RunLogFailure) {
      let log = try RunLog.open(state: state, access: access)
      log.owner = outboxOwner
      return log
    } catch {
      if error.kind == .missing { return nil }
      throw CommandFailure(error)
    }
  }

  /// The project, with its messages; where none is there, all.
  var outboxOwner: OutboxOwner {
    let project = FolderChoice.absolute(folders.project)
    return FolderChoice.isProject(project) ? OutboxOwner(ofProject: project) : OutboxOwner()
  }

  private var isUTF8: Bool {
    let locale = variables.value("LC_ALL") ?? variables.value("LC_CTYPE") ?? variables.value("LANG") ?? ""
    let upper = locale.uppercased()
    return upper.contains(text: "UTF-8") || upper.contains(text: "UTF8")
  }
}

extension OutboxOwner {
  /// `project`: its folder, absolute.
  init(ofProject project: String) {
    let place = FolderChoice.resolved(project)
    self.init(
      project: project, isSame: { place != nil && FolderChoice.resolved($0) == place },
      isGone: { access("\($0)/schedules", F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR) })
  }
}

extension ExitCode {
  /// Of a project with errors. One that is not there, or a folder that is none, is not found rather than invalid.
  init(_ diagnostics: DiagnosticBag) {
    let isMissing = diagnostics.sorted.contains { $0.id == .projectNotFound || $0.id == .folderNotFound }
    self = isMissing ? .notFound : .invalid
  }
}

extension CommandFailure {
  /// Without its log maint does nothing.
  init(_ failure: RunLogFailure) {
    let exitCode: ExitCode =
      switch failure.kind {
      case .nothingToResolve, .noSuchTask: .notFound
      case .unsafe: .permissions
      case .missing, .notADatabase, .damaged, .sumsDamaged, .foreign, .altered, .newer, .older, .cannotOpen, .full,
        .readOnly, .busy, .inputOutput:
        .cannotWrite
      }
    self.init(failure.message, hint: failure.hint, exitCode: exitCode)
  }
}
