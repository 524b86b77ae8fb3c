import Catalog
import Planning
import Scheduling

/// Runs a plan: starts tasks whose needs are met, carries each through its stages, and keeps the journal ahead of
/// every deed and every report.
///
/// One thread. A turn of the loop handles what happened, commits all that follows from it in one transaction, spawns,
/// commits the identities while the children already run, and waits.
package final class RunEngine {
  let plan: Plan
  let options: RunOptions
  let around: RunSurroundings
  /// nil: the run is carried out from its beginning.
  let remains: RunRemains?
  var tracker: DependencyTracker
  var active: [Int: ActiveTask] = [:]
  var processes: [Int: RunningProcess] = [:]
  var lockQueue = LockQueue()
  /// Attempts whose intent is in the journal's open transaction and that are spawned once it is committed.
  var intended: [AttemptKey] = []
  var results: [TaskResult?]
  /// Runbooks that this run itself left half-done, and why they are refused from then on.
  var refusedRunbooks: [String: String] = [:]
  var stopSignal: Int32?
  var journalFailure: JournalFailure?
  /// Of reports that the log may not have yet, and that are kept until then: a crash must not lose what the way back
  /// needs to know.
  var readReports: [String] = []
  /// No further task is started.
  var isClosing = false
  /// A lock became free since waiting tasks last tried.
  var lockWasReleased = false
  /// A second signal asked for it.
  var skipsGrace = false
  private var outbox: Outbox
  private var uncommitted = Uncommitted()
  /// What observers have yet to hear of: they are told when what had to be spawned has been.
  private var untold: [Event] = []
  private var nextTick: Int64?
  private var lastProcess = 0

  /// `remains`: of the tasks in it only the way back is gone, from where it was left.
  package init(plan: Plan, options: RunOptions, around: RunSurroundings, remains: RunRemains? = nil) {
    self.plan = plan
    self.remains = remains
    self.options = options
    self.around = around
    outbox = Outbox(isHeard: around.observers.contains { !$0.isSilentUntilTheEnd })
    results = remains?.results ?? Array(repeating: nil, count: plan.tasks.count)
    tracker = DependencyTracker(plan: plan, over: Set(results.indices.filter { [results] in results[$0] != nil }))
  }

  /// Runs the plan to its end; comes back also after signals and a failing journal, always after rollback.
  package func run() -> RunSummary {
    // A signal that came while the run was prepared counts before anything is started.
    hear()
    while true {
      startTasks()
      spawnIntended()
      if active.isEmpty && lockQueue.isEmpty { break }
      settle()
      tell()
      for event in around.runner.wait(until: nextDeadline()) { handle(event) }
      passDeadlines()
    }
    return finish()
  }

  /// Handles what has happened already, without waiting.
  func hear() {
    for event in around.runner.wait(until: around.clock.now().monotonic) { handle(event) }
  }

  func emit(_ event: Event) {
    do throws(JournalFailure) {
      try around.journal.append(event)
    } catch {
      journalFailed(error)
    }
    outbox.add(event)
    uncommitted.add(event, at: around.clock)
  }

  /// Commits what is open; observers are told of it next, once it is where a report may rest on it.
  func commit(synced: Bool) {
    do throws(JournalFailure) {
      try around.journal.commit(synced: synced)
      if synced { removeReports() }
    } catch {
      journalFailed(error)
    }
    uncommitted = Uncommitted()
    untold += outbox.committed(synced: synced, at: around.clock.now().monotonic)
  }

  private func removeReports() {
    for path in readReports { around.host.removeReport(path: path) }
    readReports.removeAll(keepingCapacity: true)
  }

  private func tell() {
    for event in untold {
      for observer in around.observers { observer.observe(event) }
    }
    untold.removeAll(keepingCapacity: true)
  }

  func newProcess() -> Int {
    lastProcess += 1
    return lastProcess
  }

  /// Without a log nothing more is begun: what goes forward is stopped and rolled back.
  private func journalFailed(_ failure: JournalFailure) {
    guard journalFailure == nil else { return }
    journalFailure = failure
    isClosing = true
    stopAll(.journalFailure)
  }

  /// Commits what the turn brought, unless it can wait for what the next one brings.
  private func settle() {
    let now = around.clock.now().monotonic
    if outbox.isDue(at: now) {
      commit(synced: true)
    } else if uncommitted.isDue(at: now) {
      commit(synced: false)
    }
  }

  private func nextDeadline() -> Int64? {
    var nearest = outbox.deadline
    func consider(_ deadline: Int64?) {
      if let deadline { nearest = min(nearest ?? deadline, deadline) }
    }
    for task in active.values {
      consider(task.timeoutAt)
      consider(task.delayUntil)
      consider(task.marks.first?.at)
      consider(task.overrunAt)
    }
    consider(uncommitted.deadline)
    consider(lockQueue.nextTry)
    consider(nextTick)
    return nearest
  }

  private func passDeadlines() {
    let now = around.clock.now()
    for (index, task) in active.sorted(by: { $0.key < $1.key }) {
      if let deadline = task.timeoutAt, deadline <= now.monotonic {
        active[index]?.timeoutAt = nil
        stop(index, .taskTimeout(plan.tasks[index].timeout ?? .zero))
      }
      passMarks(of: index, at: now)
      passOverrun(of: index, at: now)
      if let until = active[index]?.delayUntil, until <= now.monotonic {
        active[index]?.delayUntil = nil
        advance(index, .delayOver)
      }
    }
    tick(now)
  }

  private func tick(_ now: Moment) {
    guard let interval = around.observers.compactMap(\.tickInterval).min() else {
      nextTick = nil
      return
    }
    if let nextTick, nextTick > now.monotonic { return }
    if nextTick != nil {
      for observer in around.observers { observer.tick(at: now) }
    }
    nextTick = now.monotonic + interval.wholeMicroseconds
  }

  private func finish() -> RunSummary {
    let results = results.map { $0 ?? TaskResult(outcome: .notStarted, reason: "the run ended before it") }
    let outcome = RunOutcome.of(results, signal: stopSignal)
    emit(.runFinished(outcome, at: around.clock.now().wall))
    commit(synced: true)
    tell()
    return RunSummary(outcome: outcome, results: results, signal: stopSignal, journalFailure: journalFailure)
  }
}
