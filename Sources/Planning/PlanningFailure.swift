import Diagnostics

/// Why there is no plan: all problems found, at least one.
package struct PlanningFailure: Error, Sendable {
  package var problems: DiagnosticBag

  /// Nothing is wrong with the project: the command line gave a parameter that cannot be taken.
  package var isOfCommandLine: Bool {
    problems.sorted.allSatisfy { $0.place.path == ParameterResolver.commandLine.path }
  }

  package init(problems: DiagnosticBag) { self.problems = problems }
}
