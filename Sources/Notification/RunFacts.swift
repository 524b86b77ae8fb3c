import Catalog

/// What of a run its messages say, known when it begins.
package struct RunFacts: Sendable {
  /// What was asked for: `daily`.
  package var title: String
  package var tasks: Int
  /// Whether a task of it changes something: only then its beginning and end are worth a message.
  package var changesSomething: Bool
  /// How long it may take; nil: nobody knows.
  package var estimate: Duration?

  package init(title: String, tasks: Int, changesSomething: Bool, estimate: Duration? = nil) {
    self.title = title
    self.tasks = tasks
    self.changesSomething = changesSomething
    self.estimate = estimate
  }
}
