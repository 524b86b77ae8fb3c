import Catalog
import Execution
import Planning
import Scheduling

/// A host on a virtual clock: processes are scripts of what they will do, and every promise that can be seen from
/// outside is checked while the run goes on.
final class FakeWorld: ProcessRunner, Journal, LockTable, TaskHost, RunClock, RunObserver {
  /// What a step's text does when it is run; the text names it.
  struct Behaviour {
    var lasts: Int64 = 1_000
    var cause = ProcessEnding.Cause.exited(0)
    var report = StepReport()
    var output = ""
    /// Ends at once when it is stopped; else only when the grace period is over.
    var heedsTerm = true
    var startFailure: String?
    var isShortage = false
    /// It is there when that is found.
    var failsLate = false
    /// Cannot be ended.
    var stillRuns = false
  }

  private struct Running {
    var attempt: AttemptKey
    var endsAt: Int64
    var behaviour: Behaviour
    var timesOutAt: Int64?
    var wasStopped = false
  }

  /// By script; for repeated runs one after the other, the last for good.
  var behaviours: [String: [Behaviour]] = [:]
  var signals: [(at: Int64, number: Int32)] = []
  /// Locks of another maint process, each until a moment.
  var foreignLocks: [String: Int64] = [:]
  var missing: Set<String> = []
  var secretFailure: String?
  /// Why a runbook is refused, from a moment on.
  var refusals: [String: (from: Int64, reason: String)] = [:]
  /// What a task is told at its beginning, by its name; without one it may start.
  var admissions: [String: (Moment) -> TaskAdmission] = [:]
  /// What is added to the wall clock from a moment on: somebody sets it.
  var clockJump: (from: Int64, by: Int64)?
  /// By name, with their numbers.
  var users: [String: UInt32] = [:]
  /// From this commit on the journal fails.
  var journalFailsFrom = Int.max

  private(set) var time: Int64 = 1_000_000
  private(set) var events: [Event] = []
  private(set) var committed = 0
  private(set) var synced = 0
  private(set) var observed: [Event] = []
  private(set) var commands: [AttemptKey: Command] = [:]
  /// In the order in which they were spawned.
  private(set) var spawned: [AttemptKey] = []
  private(set) var violations: [String] = []
  private(set) var mostAtOnce = 0
  private(set) var lockRequests = 0
  /// How often the engine asked for events.
  private(set) var waits = 0
  private(set) var discarded: [String] = []
  private var running: [Int: Running] = [:]
  private var held: [Int: [String]] = [:]
  private var commits = 0
  private var lastHandle = 0
  private var reports: [String: StepReport] = [:]
  private var runCounts: [String: Int] = [:]

  func now() -> Moment {
    let jump = clockJump.map { $0.from <= time ? $0.by : 0 } ?? 0
    return Moment(wall: Timestamp(microseconds: 1_700_000_000_000_000 + time + jump), monotonic: time)
  }

  func start(_ command: Command, process: Int) throws(StartFailure) -> ProcessIdentity {
    guard let attempt = lastIntended(script: command.script) else {
      violations.append("'\(command.script)' was spawned without an intent")
      throw StartFailure(message: "no intent")
    }
    commands[attempt] = command
    let count = runCounts[command.script, default: 0]
    runCounts[command.script] = count + 1
    let list = behaviours[command.script] ?? [Behaviour()]
    var behaviour = list[min(count, list.count - 1)]
    if let why = behaviour.startFailure {
      let failure = StartFailure(message: why, isShortage: behaviour.isShortage)
      guard behaviour.failsLate else { throw failure }
      behaviour.cause = .notStarted(failure)
    }
    spawned.append(attempt)
    running[process] = Running(
      attempt: attempt, endsAt: time + behaviour.lasts, behaviour: behaviour,
      timesOutAt: command.timeout.map { time + $0.wholeMicroseconds })
    reports["report/\(attempt.mark)"] = behaviour.report
    mostAtOnce = max(mostAtOnce, running.count)
    return ProcessIdentity(pid: Int32(process), startTime: UInt64(time))
  }

  /// The newest intent with this script that was not spawned; it must be committed, and synced where it changes.
  private func lastIntended(script: String) -> AttemptKey? {
    var scripts: [StepKey: String] = [:]
    for (index, event) in events.enumerated() {
      if case .stepStarted(let key, _, let text, _) = event { scripts[key] = text }
      guard case .attemptIntended(let attempt, _) = event, !spawned.contains(attempt), commands[attempt] == nil,
        attempt.number == 0 || scripts[attempt.step] == script
      else { continue }
      if attempt.number == 0, !script.hasPrefix("if ") { continue }
      if index >= committed { violations.append("\(attempt) was spawned before its intent was committed") }
      if attempt.step.stage.changes, index >= synced, journalFailsFrom == Int.max {
        violations.append("\(attempt) was spawned before its intent was synced")
      }
      return attempt
    }
    return nil
  }

  func wait(until deadline: Int64?) -> [ProcessEvent] {
    waits += 1
    precondition(waits < 1_000_000, "the loop does not sleep")
    var next = deadline ?? Int64.max
    for process in running.values { next = min(next, process.endsAt, process.timesOutAt ?? .max) }
    if let signal = signals.first { next = min(next, max(signal.at, time)) }
    guard next != .max else {
      violations.append("waited for ever")
      signals = [(time, 15)]
      return []
    }
    time = max(time, next)
    var result: [ProcessEvent] = []
    while let signal = signals.first, signal.at <= time {
      result.append(.signal(signal.number))
      signals.removeFirst()
    }
    for (number, process) in running.sorted(by: { $0.key < $1.key }) {
      let timedOut = process.timesOutAt.map { $0 <= time && $0 < process.endsAt } ?? false
      guard timedOut || process.endsAt <= time else { continue }
      running[number] = nil
      if !process.behaviour.output.isEmpty {
        let piece = OutputPiece(
          stream: .stdout, at: now().wall, content: .bytes(Array(process.behaviour.output.utf8)))
        result.append(.output(process: number, piece))
      }
      var ending = ProcessEnding(timedOut || process.wasStopped ? .signalled(15) : process.behaviour.cause)
      ending.timedOut = timedOut
      ending.wasStopped = process.wasStopped
      ending.stillRuns = process.behaviour.stillRuns
      result.append(.ended(process: number, ending))
    }
    return result
  }

  func stop(process: Int, grace: Duration) {
    // It may have ended in the same turn.
    guard var entry = running[process] else { return }
    entry.wasStopped = true
    entry.endsAt = min(entry.endsAt, time + (entry.behaviour.heedsTerm ? 0 : grace.wholeMicroseconds))
    running[process] = entry
    if !entry.attempt.step.stage.goesForward { violations.append("\(entry.attempt) was stopped on the way back") }
  }

  func append(_ event: Event) throws(JournalFailure) {
    events.append(event)
    if commits >= journalFailsFrom { throw JournalFailure(message: "the disk is full", hint: "make room") }
  }

  func commit(synced isSynced: Bool) throws(JournalFailure) {
    commits += 1
    if commits > journalFailsFrom { throw JournalFailure(message: "the disk is full", hint: "make room") }
    committed = events.count
    if isSynced { synced = events.count }
  }

  func acquire(_ names: [String], for owner: String) -> LockAnswer {
    lockRequests += 1
    for name in names {
      if let until = foreignLocks[name], until > time { return .held(lock: name, holder: "pid 99") }
      if held.values.contains(where: { $0.contains(name) }) { return .held(lock: name, holder: "this run") }
    }
    lastHandle += 1
    held[lastHandle] = names
    return .acquired(handle: lastHandle)
  }

  func release(_ handle: Int) {
    if held.removeValue(forKey: handle) == nil { violations.append("a lock was released twice") }
  }

  var locksHeld: Int { held.count }

  func refusal(of runbook: String) -> String? {
    refusals[runbook].flatMap { $0.from <= time ? $0.reason : nil }
  }

  func admission(of task: PlannedTask, at moment: Timestamp) -> TaskAdmission {
    if !held.values.contains(where: { $0.contains("task.\(task.name)") }) {
      violations.append("\(task.name) was let start without its lock")
    }
    return admissions[task.name.name].map { $0(now()) } ?? .admitted(nil)
  }

  func objection(to task: PlannedTask) -> String? { nil }

  func missingCommands(_ names: [String]) -> [String] { names.filter(missing.contains) }

  func values(of secrets: [Secret]) throws(PreparationFailure) -> [String] {
    if let secretFailure { throw PreparationFailure(message: secretFailure) }
    return secrets.map { "value of \($0.name)" }
  }

  func commandUser(_ name: String?) throws(PreparationFailure) -> CommandUser? {
    guard let name else { return nil }
    guard let uid = users[name] else { throw PreparationFailure(message: "there is no user '\(name)'") }
    return CommandUser(uid: uid, gid: uid)
  }

  func baseEnvironment(user: String?) -> [String] { ["PATH=/bin"] }
  func reportPath(of attempt: AttemptKey, user: String?) -> String { "report/\(attempt.mark)" }

  func readReport(path: String, secrets: [String]) -> TakenReport {
    let report = reports[path] ?? StepReport()
    return TakenReport(shown: report, environment: report.environment)
  }

  func removeReport(path: String) {
    if reports.removeValue(forKey: path) == nil { return }
    let isUnsynced = events[synced...].contains { if case .reported = $0 { true } else { false } }
    if isUnsynced { violations.append("a report was removed before the log had it for good") }
  }

  func backupFolder(of task: TaskName) -> String { "/backup/\(task)" }

  func discardBackup(folder: String) -> String? {
    discarded.append(folder)
    return nil
  }

  func observe(_ event: Event) {
    observed.append(event)
    switch event {
    case .taskFinished, .stepFinished, .attemptFinished, .runFinished:
      if observed.count > synced, journalFailsFrom == Int.max {
        violations.append("an outcome was reported before it was synced")
      }
    default:
      if observed.count > committed, journalFailsFrom == Int.max {
        violations.append("an event was reported before it was committed")
      }
    }
  }

  func tick(at moment: Moment) {}
  let tickInterval: Duration? = nil
  let isSilentUntilTheEnd = false
}
