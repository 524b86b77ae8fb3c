import Backups
import Catalog
import Execution
import Glibc
import Rehearsal
import Reporting
import RunLog

/// One point in its sandbox, from the fault to the comparison.
final class PointRun {
  let point: RollbackPoint
  let sandbox: Sandbox
  /// The step forward that does not succeed; nil: all have.
  private let failing: StepKey?
  private let surroundings: SandboxSurroundings
  private let orders: SandboxOrders
  /// How long the failing step has where it is to hang.
  private let limit: Duration
  /// How many paths the failing step has changed; where the sandbox goes on from no other, with those before it.
  private(set) var pathsWritten = 0
  private var isRecovering = false
  private var isReached = false
  private var record: TaskRecord?
  private var wasFilled = true

  init(
    _ point: RollbackPoint, failing: StepKey?, _ sandbox: Sandbox, _ surroundings: SandboxSurroundings,
    _ orders: SandboxOrders, hangsFor limit: Duration = .seconds(1)
  ) {
    self.point = point
    self.failing = failing
    self.sandbox = sandbox
    self.surroundings = surroundings
    self.orders = orders
    self.limit = limit
  }

  func start() throws(SandboxFailure) {
    try sandbox.start(surroundings.arguments, environment: SandboxSurroundings.environment, output: .none)
  }

  /// What is there was carried out to its end, and is taken back.
  func takeBack() throws(SandboxFailure) {
    isReached = true
    try startVerb(.rollback, ["1", Option.force.flag])
  }

  private func startVerb(_ verb: Verb, _ words: [String]) throws(SandboxFailure) {
    try sandbox.start(
      surroundings.arguments(of: verb, words), environment: SandboxSurroundings.environment, output: .none)
  }

  /// True once it is over.
  func handle(_ event: Sandbox.Event) throws(SandboxFailure) -> Bool {
    switch event {
    case .message(let message):
      sandbox.answer(try answer(to: message))
      return false
    case .ended:
      guard point.fault == .crash, isReached, !isRecovering else { return true }
      isRecovering = true
      try startVerb(.recover, [])
      return false
    }
  }

  private func answer(to message: BoundaryMessage) throws(SandboxFailure) -> BoundaryAnswer {
    switch message {
    case .ready: return .orders(orders)
    case .secret: return .goOn
    case .begins(let attempt): return begin(attempt.step)
    case .ended(let attempt): return attempt.number > 0 ? try end(attempt.step) : .goOn
    }
  }

  private func begin(_ step: StepKey) -> BoundaryAnswer {
    guard step == failing else { return .goOn }
    switch point.fault {
    case .kill(let writes):
      isReached = true
      return .kill(afterWrites: writes)
    case .timeout:
      isReached = true
      return .hang(afterWrites: 1, limit: limit)
    case .fullDisk:
      wasFilled = sandbox.fill(true)
      return .goOn
    case .failure, .crash, .laterRollback, .wayBack, .cleanup: return .goOn
    }
  }

  private func end(_ step: StepKey) throws(SandboxFailure) -> BoundaryAnswer {
    if step == failing {
      if point.fault == .fullDisk { _ = sandbox.fill(false) }
      if point.fault == .failure {
        pathsWritten = try LayerComparison(
          (sandbox.layers + sandbox.privateLayers).map(\.sinceEarlier)
        ).changes.count
      }
    }
    switch point.fault {
    case .failure where step == failing:
      isReached = true
      return .fail
    case .crash where step == failing:
      isReached = true
      return .crash
    case .wayBack, .cleanup:
      if step == point.step { isReached = true }
      return step == failing || step == point.step ? .fail : .goOn
    case .failure, .crash, .kill, .timeout, .fullDisk, .laterRollback: return .goOn
    }
  }

  /// How long a step took; nil where it did not end by itself.
  func time(of step: StepKey) -> Duration? {
    record?.steps.last { $0.key == step }?.duration
  }

  // MARK: - Afterwards

  /// The one task of a run in a sandbox; nil where nothing stands in its run log.
  static func task(in sandbox: Sandbox, run: Int) -> TaskRecord? {
    guard let log = try? RunLog.open(state: "\(sandbox.workplace)/state", access: .readOnly) else { return nil }
    return (try? log.run(run)).flatMap(\.self)?.tasks.first
  }

  /// What came of it, once it is over.
  func result(of runbook: Runbook) throws(SandboxFailure) -> PointResult {
    let forward = Self.task(in: sandbox, run: 1)
    record = forward
    var steps = forward.map(Self.steps) ?? []
    var outcome = forward?.result
    if point.fault == .laterRollback {
      let back = Self.task(in: sandbox, run: 2)
      outcome = back?.result
      steps += back?.steps ?? []
    }
    let name = steps.first { $0.key == point.step }.map { StepPlace.name($0.name, of: $0.key) }
    var result = PointResult(point: point, stepName: name, verdict: .proven)
    result.steps = steps
    let back = steps.filter { $0.key.stage == .rollback }
    if !back.isEmpty { result.rollback = back.compactMap(\.duration).reduce(.zero, +) }
    let ignored = CoveredPaths.patterns(runbook.ignored)
    let comparison = try LayerComparison(sandbox.layers + sandbox.privateLayers, comparesLinks: true)
    result.changes = comparison.changes.filter { change in
      !ignored.contains { $0.cover(change.path) } && !(point.fault == .crash && RestorePlaces.isWithin(change.path))
    }
    result.leftRunning = sandbox.processes()
    result.settings = sandbox.kernelChanges()
    result.verdict = verdict(outcome, result)
    if point.fault == .wayBack, result.verdict == .proven { result.changes = [] }
    return result
  }

  /// What was started before the sandbox was made, and again in it, is told once.
  private static func steps(of task: TaskRecord) -> [StepRecord] {
    task.steps.enumerated().filter { index, step in
      let isOpen = step.outcome == nil || step.outcome == .interrupted
      return !isOpen || !task.steps[(index + 1)...].contains { $0.key == step.key }
    }.map(\.element)
  }

  private func verdict(_ outcome: TaskResult?, _ result: PointResult) -> PointResult.Verdict {
    guard let outcome else { return .failed(["maint in the sandbox came to no end"]) }
    if point.fault == .fullDisk {
      if !wasFilled { return .notReached("only a sandbox in memory can be filled") }
      if outcome.outcome == .succeeded { return .notReached("it needs no space") }
    } else if !isReached {
      return .notReached("it is not run")
    }
    var reasons: [String] = []
    func expect(_ expected: TaskOutcome) {
      if outcome.outcome == expected { return }
      let reason = outcome.reason.map { ": \($0)" } ?? ""
      reasons.append("it ended as '\(outcome.outcome.words)', and not as '\(expected.words)'\(reason)")
    }
    guard point.fault != .wayBack else {
      expect(.rollbackFailed)
      return reasons.isEmpty ? .proven : .failed(reasons)
    }
    expect(.rolledBack)
    let mustFail = point.fault == .cleanup
    if outcome.cleanupFailed != mustFail {
      reasons.append(mustFail ? "nobody is told that cleanup failed" : outcome.reason ?? "cleanup failed")
    }
    if !result.changes.isEmpty {
      let count = result.changes.count
      reasons.append(count == 1 ? "1 path is not as before" : "\(count) paths are not as before")
    }
    if result.changes.contains(where: { $0.aspects == [.links] }) {
      reasons.append("names of one file (hard links) are separate ones in a sandbox once a step has written to it")
    }
    if !result.settings.isEmpty { reasons.append("network or IPC is not as before") }
    if !result.leftRunning.isEmpty { reasons.append("what it started still runs") }
    return reasons.isEmpty ? .proven : .failed(reasons)
  }

  /// In the state in which the point has left the sandbox.
  func openShell() throws(SandboxFailure) {
    // The terminal is that of another session, whose foreground process is this one: script(1) reads it key by key, and
    // gives the shell one of the sandbox's own, with job control.
    var (settings, script) = (termios(), "/usr/bin/script")
    let isTerminal = tcgetattr(STDIN_FILENO, &settings) == 0 && access(script, X_OK) == 0
    let words = isTerminal ? [script, "-q", "-c", "/bin/sh -i", "/dev/null"] : ["/bin/sh", "-i"]
    try sandbox.start(words, environment: SandboxSurroundings.environment, output: .own)
    defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSADRAIN, &settings) } }
    while true {
      if case .ended = try sandbox.nextEvent() { return }
    }
  }

  func end() {
    sandbox.end()
    _ = FolderRemoval.remove(sandbox.scratch)
  }

  /// Ends it, and leaves its layers on the host; says where, or why they are not there.
  func keep() -> String {
    sandbox.end()
    // The sandbox's folder lies in one of this process's, which is removed.
    let parts = sandbox.scratch.split(separator: "/").dropLast(2)
    let folder = "/" + parts.joined(separator: "/") + "/maint-drill-\(getpid())"
    let place = "\(folder)/\(point.id.replacing(text: "/", with: "-"))"
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST, rename(sandbox.scratch, place) == 0 else {
      return "\(place), which could not be made: \(SystemError.words(errno))"
    }
    return place
  }
}
