import Execution
import RunLog
import Scheduling

/// An entry of the change log as it is told: what, when, who, why, and what became of it.
///
/// Its texts are as they are in the run log; each form makes them harmless in its own way.
package struct ChangelogEntry: Sendable {
  enum Kind: String, Sendable { case task, rollback, packages, restore, project, override, resolved }

  /// What became of a change.
  enum State: String, Sendable {
    case inPlace = "in_place"
    /// The host is as it was before.
    case takenBack = "taken_back"
    /// It failed, and its way back did, too, or maint was killed in it.
    case inDoubt = "in_doubt"
    /// It was in doubt, and somebody has put it right.
    case settled
    case underWay = "under_way"
  }

  var at: Timestamp
  var kind: Kind
  /// What was changed, or what happened.
  var what: String
  /// nil: not known.
  var who: String?
  var run: Int?
  var runbook: RunbookFacts?
  var task: ChangedTask?
  /// nil: of what is no change of the host by itself.
  var state: State?
  /// Of the state, or why somebody did it.
  var reason: String?
  var files: FileChanges?
  var packages: [PackageChange] = []
  /// Of packages: they were changed after this.
  var knownAt: Timestamp?
  /// Of a project.
  var projectFiles: [ProjectChange.File] = []

  package init(_ modification: Modification, runbook: RunbookFacts?) {
    switch modification {
    case .task(let task): self.init(task, runbook)
    case .packages(let found):
      self.init(at: found.changedAt, kind: .packages, what: "packages of the host", run: found.run, state: .inPlace)
      (packages, knownAt) = (found.packages, found.knownAt)
    case .restore(let event):
      let path = event.path.map { ", \($0)" } ?? ""
      self.init(
        at: event.startedAt, kind: .restore, what: "restore of \(event.run)/\(event.task)\(path)", who: event.doneBy,
        run: event.run, state: event.error == nil ? .inPlace : .inDoubt)
      reason = [event.detail, event.error.map { "failed: \($0)" }].compactMap { $0 }.joined(separator: "; ")
    case .project(let change):
      self.init(
        at: change.at, kind: .project, what: "project \(change.project ?? "")", run: change.run, state: .inPlace)
      projectFiles = change.files
    case .override(let record):
      let what = record.run.map { "windows and freezes overridden for run \($0)" } ?? "window opened"
      self.init(at: record.start, kind: .override, what: what, who: record.override.by, run: record.run)
      reason = record.override.reason
    case .resolved(let task):
      self.init(
        at: task.resolution.at, kind: .resolved, what: "\(task.task) of run \(task.run) resolved",
        who: task.resolution.by, run: task.run)
      reason = task.resolution.reason
    }
  }

  private init(_ task: ChangedTask, _ runbook: RunbookFacts?) {
    self.init(
      at: task.recoveredAt ?? task.startedAt, kind: task.rollsBack == nil ? .task : .rollback, what: "\(task.task)",
      who: task.user,
      run: task.run, state: Self.state(of: task))
    (self.task, self.runbook, reason) = (task, runbook, task.reason)
    (files, packages) = (task.files, task.packages)
  }

  private init(
    at: Timestamp, kind: Kind, what: String, who: String? = nil, run: Int?, state: State? = nil
  ) {
    (self.at, self.kind, self.what, self.who, self.run, self.state) = (at, kind, what, who, run, state)
  }

  private static func state(of task: ChangedTask) -> State {
    switch task.outcome {
    case nil: .underWay
    // That of a run which takes back another is that the other's change is gone.
    case .succeeded: task.takenBackBy == nil ? .inPlace : .takenBack
    case .rolledBack: task.rollsBack == nil ? .takenBack : .inPlace
    case .rollbackFailed, .interrupted: task.resolution == nil ? .inDoubt : .settled
    // Before its change had begun.
    case .failed, .skipped, .blocked, .refused, .notNow, .deferred, .notStarted: .takenBack
    }
  }
}
