import Glibc
import Supervision

/// What backups and restores work with: the host's programs, a supervisor to run them, and a place for notes.
///
/// A process has one at a time, since it has one supervisor at a time. Signals to stop end the programs and surface as
/// `BackupFailure.Kind.stopped` from whatever is under way.
package final class Workbench {
  let tools: Toolbox
  private let supervisor: Supervisor
  private let onNote: (String) -> Void
  private var runs: [ToolRun] = []
  private var started = 0
  private var stopSignal: Int32?
  #if DEBUG
    /// Called before and after each operation that changes files. Debug builds only.
    package var failpoint: (() -> Void)?
    /// As on a file system that cannot exchange two names. Debug builds only.
    package var refusesToExchange = false
  #endif

  /// `note` takes one line for the operator: progress, and what is not as one might expect.
  package init(tools: Toolbox, note: @escaping (String) -> Void) throws(BackupFailure) {
    self.tools = tools
    onNote = note
    do { supervisor = try Supervisor() } catch {
      throw BackupFailure(.tool, "programs cannot be run on this host: \(error)")
    }
  }

  func note(_ text: String) { onNote(text) }

  /// An operation that changes files, surrounded by failpoints.
  func change<Result>(_ body: () throws(BackupFailure) -> Result) throws(BackupFailure) -> Result {
    #if DEBUG
      failpoint?()
      defer { failpoint?() }
    #endif
    return try body()
  }

  /// Starts a program; `wait` sees to it.
  func start(
    _ program: String, _ arguments: [String], in directory: String, reader: ToolRun.Reader? = nil
  ) throws(BackupFailure) -> ToolRun {
    try stopIfAsked()
    started += 1
    let name = String(program.split(separator: "/").last ?? "")
    let specification = ProcessSpecification(
      executable: program, arguments: [name] + arguments, environment: ["PATH=\(tools.path)", "LC_ALL=C"],
      workingDirectory: directory, outputLimit: .max, cookie: "backup-\(getpid())-\(started)")
    do {
      let run = ToolRun(id: try supervisor.start(specification).id, name: name, reader: reader)
      runs.append(run)
      return run
    } catch {
      throw BackupFailure(.tool, "\(name) cannot be started: \(error)")
    }
  }

  /// Until these have ended; others go on meanwhile. Throws only what makes going on pointless: also what a reader refused,
  /// since the program may have ended well before that.
  func wait(for awaited: [ToolRun]) throws(BackupFailure) {
    while awaited.contains(where: { $0.status == nil }) {
      take(supervisor.wait(until: nil))
      try stopIfAsked()
    }
    if let refusal = awaited.lazy.compactMap(\.refusal).first { throw refusal }
  }

  /// Runs a program to its end; any status but 0 is a failure to do `what`.
  func run(_ program: String, _ arguments: [String], in directory: String, to what: String) throws(BackupFailure) {
    let run = try start(program, arguments, in: directory)
    try wait(for: [run])
    guard run.status == 0 else { throw run.failure(what) }
  }

  /// Ends what runs. Called where work is given up, so that nothing writes on.
  func endAll() {
    for run in runs { supervisor.stop(run.id, grace: .milliseconds(200)) }
    while !runs.isEmpty { take(supervisor.wait(until: nil)) }
  }

  /// Lets running programs be read from, and throws if a signal to stop has come; for long loops.
  func breathe() throws(BackupFailure) {
    take(supervisor.wait(until: .now()))
    try stopIfAsked()
  }

  private func stopIfAsked() throws(BackupFailure) {
    guard let stopSignal else { return }
    // Told once, so that what is half-done can be cleared away.
    self.stopSignal = nil
    throw BackupFailure(.stopped(signal: stopSignal), "stopped by signal \(stopSignal)")
  }

  private func take(_ events: [SupervisionEvent]) {
    for event in events {
      switch event {
      case .output(let id, let chunk):
        guard let run = runs.first(where: { $0.id == id }) else { continue }
        if !run.take(chunk) { supervisor.kill(id) }
      case .ended(let id, let ending):
        guard let index = runs.firstIndex(where: { $0.id == id }) else { continue }
        runs.remove(at: index).end(ending)
      case .signalled(let signal):
        // The terminal may go, or change its size.
        if signal != SIGHUP && signal != SIGWINCH { stopSignal = signal }
      }
    }
  }
}
