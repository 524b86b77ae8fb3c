/// What a run is told beside its plan.
package struct RunOptions: Sendable {
  package var run: Int
  package var failFast = false
  /// `MAINT_…` variables that are the same for every step, as `NAME=value`.
  package var environment: [String] = []

  package init(run: Int) { self.run = run }
}
