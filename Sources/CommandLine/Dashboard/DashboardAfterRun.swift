import Catalog
import Diagnostics
import Glibc
import RunLog

/// Writes the page anew that the schedules name. Whatever goes wrong here is told, and leaves the run as it ended.
struct DashboardAfterRun {
  /// How long it waits for another maint that is at it.
  private static let patience = 50

  private let context: Context
  private let state: String
  /// That of the run: the file of the log must not be opened a second time in this process, for closing it would give up
  /// the locks of the first (fcntl_locking(2)).
  private let log: RunLog

  /// `project`: that of the run, which the command line need not name.
  init(context: Context, project: String, state: String, log: RunLog) {
    (self.context, self.state, self.log) = (context.about(project: project), state, log)
  }

  /// `catalog`: that of the project; nil: it is read, since what the run was made from may be of long ago.
  func callAsFunction(_ catalog: Catalog?) {
    guard !context.isInSandbox, let path = (catalog ?? present)?.defaults.dashboard else { return }
    // Of two runs that end at once, the one that reads later is to write later.
    let lock = open("\(state)/dashboard.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    defer { if lock >= 0 { close(lock) } }
    for _ in 0..<Self.patience where lock >= 0 {
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { break }
      usleep(100_000)
    }
    do throws(CommandFailure) {
      let page = try DashboardReading(context: context).page(of: LogReading(state: state, log: log))
      try PublishedFile.write(page, to: path)
    } catch {
      context.errors.write(
        "maint: warning: the dashboard was not written: \(error.message)\n"
          + (error.hint.map { "hint: \($0)\n" } ?? ""))
    }
  }

  /// As it is now; nil: it is gone, or what is wrong with it is for others to tell.
  private var present: Catalog? {
    var diagnostics = DiagnosticBag()
    let trusted = TrustedProject(context: context)
    guard (try? trusted.check(folders: ["schedules"], refuse: { _ in })) != nil else { return nil }
    let found = CatalogLoader.loadSchedules(project: trusted.folder, diagnostics: &diagnostics)
    return diagnostics.hasErrors ? nil : found
  }
}

extension Context {
  /// The same about another project.
  fileprivate func about(project: String) -> Context {
    var invocation = invocation
    invocation.options.removeAll { $0.option == .project }
    invocation.options.append((.project, project))
    return Context(invocation, output: output, errors: errors)
  }
}
