import Catalog
import Execution
import Planning
import Scheduling

/// What the run log knows about the question "is this host fine?".
package struct HostStatus: Sendable, Hashable {
  /// A task whose latest outcome is not `succeeded`, or whose cleanup failed then and was not resolved since.
  ///
  /// That it was refused or could not run now says nothing about the host, so the outcome before stands, where there is
  /// one.
  package struct UnhappyTask: Sendable, Hashable {
    package var name: TaskName
    package var runbook: String
    package var run: Int
    /// nil where it was not started or was interrupted.
    package var finishedAt: Timestamp?
    package var result: TaskResult
    /// Whether somebody has put right what it left behind.
    package var isResolved: Bool
    /// The run that took back, on request, what this other run had changed.
    package var rollsBack: Int?
    /// The project has no such task any more. Only where somebody has looked.
    package var isRemoved = false
    /// It was rolled back because nobody had confirmed it in time.
    package var isExpired = false
    /// One of `emergency`, which failed when the incident of its run was over.
    package var isAfterIncident = false

    /// It is as somebody wished it to be.
    package var isTakenBack: Bool { rollsBack != nil && result.outcome == .rolledBack && !result.cleanupFailed }

    /// It has not begun: another task did not succeed, or the run was stopped.
    package var isHeldUp: Bool { !result.outcome.isWell && !result.outcome.isFailedTry }

    package init(
      name: TaskName, runbook: String, run: Int, finishedAt: Timestamp?, result: TaskResult, isResolved: Bool = false
    ) {
      self.name = name
      self.runbook = runbook
      self.run = run
      self.finishedAt = finishedAt
      self.result = result
      self.isResolved = isResolved
    }
  }

  /// When this was asked.
  package var at: Timestamp
  /// The last run that had the tier as a target, running or ended; without its tasks.
  package var lastRuns: [Tier: RunRecord]
  /// Runs that did not have the tier as a target, began later than the last that had, and are the last to have some task
  /// of it, the newest first, at most `mostTaskRuns` of a tier. Without their tasks.
  package var lastTaskRuns: [Tier: [RunRecord]] = [:]
  package static let mostTaskRuns = 4
  /// The tasks that were ever tried in a run that is over, or had nothing to do there.
  package var tried: Set<TaskName> = []
  /// The last run of all, whatever its targets; without its tasks.
  package var lastRun: RunRecord?
  /// Runs without an outcome, oldest first, each with those of its tasks and steps that are started and not ended, and
  /// the tasks that wait for a lock.
  /// Whether their maint process is still there is for the caller to ask the kernel.
  package var running: [RunRecord]
  package var unresolved: [UnresolvedRunbook]
  /// By name.
  package var unhappyTasks: [UnhappyTask]
  /// Tasks of `emergency` that did not succeed the last time, which is over with the incident of that run.
  package var overWithIncident: Set<TaskName> = []
  /// How many steps ended with a warning in the tasks whose latest outcome is `succeeded`, by run.
  package var warnings: [Int: Int]
  /// A trigger or view of somebody else in the run log: nothing is run while it is there.
  package var strange: StrangeObject?
  /// Backups that are not yet copied off-site, the newest first.
  package var dueCopies: [DueCopy] = []
  /// Of each task the last drill of the newest backup that could be had, by name.
  package var drills: [BackupEvent] = []
  /// Of the last days, and of tasks that were given up and have not succeeded since; the newest first.
  package var alerts: [Alert] = []

  /// Of backups that their latest verification found damaged, or gone, that verification; the newest backup first.
  package var damagedBackups: [BackupEvent] = []

  /// How many runs are over that nobody has signed of those who should.
  package var notSigned = 0
  /// The gravest first, of these those that nobody is at, of these the newest; with their notes.
  package var openIncidents: [IncidentRecord] = []
  /// Of tasks that fail and of which people were told, by their full names: those that somebody looks after, and those that
  /// wait for somebody.
  package var failingWords: [String: FailingWord] = [:]

  package init(
    at: Timestamp, lastRuns: [Tier: RunRecord] = [:], lastRun: RunRecord? = nil, running: [RunRecord] = [],
    unresolved: [UnresolvedRunbook] = [], unhappyTasks: [UnhappyTask] = [], warnings: [Int: Int] = [:]
  ) {
    self.at = at
    self.lastRuns = lastRuns
    self.lastRun = lastRun
    self.running = running
    self.unresolved = unresolved
    self.unhappyTasks = unhappyTasks
    self.warnings = warnings
  }
}
