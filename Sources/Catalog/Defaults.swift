import Scheduling

/// What holds for every task and step that does not say otherwise: the key `defaults` of a schedule.
package struct Defaults: Sendable, Hashable {
  /// For one attempt of a step; nil: no limit.
  package var stepTimeout: Duration?
  /// For precheck to verify of a task together; nil: no limit.
  package var taskTimeout: Duration?
  /// Between TERM and KILL.
  package var grace = Duration.seconds(10)
  /// Bytes of output kept of one step.
  package var outputLimit = 1 << 20
  /// How long a task waits for a lock that another maint process holds.
  package var lockWait = Duration.seconds(600)
  /// For runbooks that do not say; nil: backups stay on this host.
  package var copyTo: CopyRule?
  /// How long restoring a backup may take, and how old the newest may be: the targets of a drill; nil: none.
  package var rto: Duration?
  package var rpo: Duration?
  /// Which backups of a task stay; nil: all, until somebody removes them.
  package var keep: KeepRules?
  /// For tiers and tasks that do not say; nil: no way back need be proven.
  package var requireDrill: DrillRule?
  /// The page that is written anew after each run; nil: none.
  package var dashboard: String?
  /// The file for Prometheus that is written anew with it; nil: none.
  package var prometheus: String?

  package init() {}
}
