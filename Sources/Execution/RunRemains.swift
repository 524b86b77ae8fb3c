/// What there is of a run when it is not carried out from its beginning.
package struct RunRemains: Sendable {
  package enum Purpose: Sendable, Hashable {
    /// An earlier maint ended in the middle of the run: what it left half-done is taken back.
    case recovery
    /// A run of its own takes back what another one did.
    case rollback
    /// What another maint did so far is gone on with, forward too, as if it were this one that did it.
    case continuation
  }

  package var purpose: Purpose
  /// By index of the plan's tasks; nil: not over.
  package var results: [TaskResult?]
  /// By index of the plan's tasks, of each that is not over.
  package var tasks: [Int: TaskRemains]

  package init(purpose: Purpose, results: [TaskResult?], tasks: [Int: TaskRemains]) {
    self.purpose = purpose
    self.results = results
    self.tasks = tasks
  }
}
