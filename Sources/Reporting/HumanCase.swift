import Catalog
import RunLog

/// A task that left the host in doubt: what happened, and what a human has to do.
struct HumanCase: Sendable, Hashable {
  var task: TaskName
  var run: Int
  var what: String
  /// The same without the reason, which may be long.
  var brief: String
  var toDo: String
  /// Its processes that still run.
  var survivors: [Survivor] = []

  init(unresolved: UnresolvedRunbook, _ command: CommandText) {
    task = unresolved.task
    run = unresolved.run
    brief = OutcomeText(unresolved.outcome).words
    what = brief + (unresolved.reason.map { ": \(HarmlessText.words($0))" } ?? "")
    toDo =
      RecoverText.mending(run, isInterrupted: unresolved.outcome == .interrupted, command)
      + "; until then \(unresolved.runbook) is refused"
  }

  init(uncleaned unhappy: HostStatus.UnhappyTask, _ command: CommandText) {
    task = unhappy.name
    run = unhappy.run
    brief = "cleanup failed"
    what = brief + (unhappy.result.reason.map { ": \(HarmlessText.words($0))" } ?? "")
    toDo = Self.cleaning(run, command)
  }

  private static func cleaning(_ run: Int, _ command: CommandText) -> String {
    "\(command("show \(run)")), do by hand what cleanup left undone, then \(ResolveText.command(run, command))"
  }

  init(_ doubt: TaskInDoubt, _ command: CommandText) {
    task = doubt.task
    run = doubt.run
    brief = doubt.cause.words + (doubt.otherProject.map { ", in the project \(HarmlessText.words($0))" } ?? "")
    what = brief + (doubt.reason.map { ": \(HarmlessText.words($0))" } ?? "")
    toDo =
      doubt.cause == .cleanupFailed
      ? Self.cleaning(run, command)
      : RecoverText.mending(run, isInterrupted: doubt.cause == .interrupted, command)
        + "; until then \(doubt.runbook) is refused"
  }

  /// nil where nothing can have been changed yet.
  init?(open task: TaskRecord, run: Int, _ command: CommandText) {
    guard task.mayHaveChanged else { return nil }
    self.task = task.name
    self.run = run
    what = "its maint is gone, and nobody knows what it had changed"
    brief = what
    toDo = RecoverText.mending(run, isInterrupted: true, command)
  }

  /// Nothing but its processes is left of it.
  init(surviving survivor: Survivor, _ command: CommandText) {
    task = survivor.task
    run = survivor.run
    what = "its maint is gone, and a step of it still runs"
    brief = what
    toDo = RecoverText.mending(run, isInterrupted: true, command)
  }

  var place: TaskOfRun { TaskOfRun(run: run, task: task) }
}

extension TaskRecord {
  /// Of a task without an outcome whose maint is gone: whether it was begun, and not only looked and backed up.
  package var mayHaveChanged: Bool {
    guard startedAt != nil else { return false }
    return steps.last.map { $0.key.stage != .precheck && $0.key.stage != .backup } ?? true
  }
}
