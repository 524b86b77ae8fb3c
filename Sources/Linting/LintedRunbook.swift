import Catalog
import Diagnostics

/// A runbook with its shell texts taken apart, and what the schedules say of it.
struct LintedRunbook {
  let runbook: Runbook
  let texts: [ScriptText]
  /// The tasks that run it, in any order.
  let tasks: [MaintenanceTask]
  let defaults: Defaults

  /// Where a key of the runbook stands; where its file begins if it has no such key.
  func place(ofKey key: String) -> Place {
    let root = texts.first?.source.node.tree.root
    return root?.entries.first { $0.key.says(key) }?.key.place ?? runbook.place
  }
}
