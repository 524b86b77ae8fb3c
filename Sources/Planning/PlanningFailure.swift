import Diagnostics

/// Why there is no plan: all problems found, at least one.
package struct PlanningFailure: Error, Sendable {
  package var problems: DiagnosticBag

  package init(problems: DiagnosticBag) { self.problems = problems }
}
