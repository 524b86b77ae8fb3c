import Catalog
import Diagnostics
import Glibc
import RunLog
import Scheduling

/// Writes anew what the schedules name: the page of `maint dashboard` and the file for Prometheus. Whatever goes wrong here is
/// told, and leaves what was done as it is.
struct Publication {
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
    // What a rehearsal does happens to nobody.
    guard !context.isInSandbox, let defaults = (catalog ?? PromptDelivery.catalog(context))?.defaults,
      defaults.dashboard != nil || defaults.prometheus != nil
    else { return }
    // Of two runs that end at once, the one that reads later is to write later.
    let lock = open("\(state)/dashboard.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    defer { if lock >= 0 { close(lock) } }
    for _ in 0..<Self.patience where lock >= 0 {
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { break }
      usleep(100_000)
    }
    let reading = LogReading(state: state, log: log)
    publish("the dashboard was", to: defaults.dashboard) { () throws(CommandFailure) in
      try DashboardReading(context: context).page(of: reading, for: defaults.dashboard)
    }
    publish("the metrics for Prometheus were", to: defaults.prometheus) { () throws(CommandFailure) in
      Array(try PrometheusReading(context, at: SystemClock.wall()).report(of: log, state: state).text.utf8)
    }
  }

  private func publish(_ what: String, to path: String?, _ bytes: () throws(CommandFailure) -> [UInt8]) {
    guard let path else { return }
    do throws(CommandFailure) {
      try PublishedFile.write(try bytes(), to: path)
    } catch {
      context.errors.write(
        "maint: warning: \(what) not written: \(error.message)\n" + (error.hint.map { "hint: \($0)\n" } ?? ""))
    }
  }
}

extension StateWriting {
  /// After somebody's word about what is shown there, which no run follows. `project`: what it is about; that of the command
  /// line unless given. `catalog`: that of this project, where it was read for the word.
  func publish(_ log: RunLog, project: String? = nil, catalog: Catalog? = nil) {
    Publication(context: context, project: project ?? context.folders.project, state: state, log: log)(catalog)
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
