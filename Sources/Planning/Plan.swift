import Catalog

/// The tasks of one run in dependency order, with every value resolved.
package struct Plan: Sendable {
  package var targets: [Target]
  /// In an order in which each task stands after all that it needs, and otherwise as written.
  package var tasks: [PlannedTask]
  package var runbooks: [Runbook]
  /// Tasks at once.
  package var jobs: Int
  package var defaults: Defaults

  package func runbook(of task: PlannedTask) -> Runbook { runbooks[task.runbook] }
}
