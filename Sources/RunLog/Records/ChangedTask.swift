import Catalog
import Execution
import Scheduling

/// A task of a run that has changed something, or has taken something back.
package struct ChangedTask: Sendable {
  package var run: Int
  /// Its place in the run.
  package var position: Int
  package var task: TaskName
  package var runbook: String
  package var runStartedAt: Timestamp
  package var startedAt: Timestamp
  package var finishedAt: Timestamp?
  /// When the recovery began that took it back, or tried to; nil: none did.
  package var recoveredAt: Timestamp?
  /// nil: it is at work, or its maint was killed and nobody has looked since.
  package var outcome: TaskOutcome?
  /// Why it came to that.
  package var reason: String?
  /// Who started the run.
  package var user: String
  /// `run --due` selected it.
  package var isDue: Bool
  /// The run whose change it takes back.
  package var rollsBack: Int?
  /// The run by which its own change was taken back later.
  package var takenBackBy: Int?
  /// The text of its runbook, as the run had it; nil: it was not kept.
  package var source: Int?
  /// Why windows and freezes did not hold.
  package var override: WindowOverride?
  /// The request by which it was approved.
  package var approval: Int?
  /// To which its run belongs.
  package var incidents: [Int] = []
  package var resolution: Resolution?
  /// Of the paths that it backed up; nil: not known, as where it did not succeed or backed up no path.
  package var files: FileChanges?
  package var packages: [PackageChange] = []
  /// Whether nothing else can have changed them.
  package var isCertain = true
}
