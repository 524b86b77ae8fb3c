/// What `maint explain` says of a kind of problem: what it means for the host, why maint insists, and what to do.
///
/// A new kind needs three things: its case in `DiagnosticID`, its line in the switch of `DiagnosticID.explanation`, and
/// its constant in the file of its group here. Tests feed the examples to maint.
package struct Explanation: Sendable {
  /// A piece of a project, or commands that are run in one.
  package enum Example: Sendable {
    /// The text of `schedules/web.yaml`. Its tasks may name the runbooks of the shipped daily tier.
    case schedule(String)
    /// The text of `runbooks/deploy.yaml`.
    case runbook(String)
    /// Both of them.
    case project(schedule: String, runbook: String)
    /// The text of a checklist in a project with the task `daily.log_rotation`.
    case checklist(String)
    /// For a shell whose working folder is a project as `maint init` writes it.
    case commands(String)
  }

  /// One line in lower case without a full stop, to stand after the id in a list.
  package let summary: String
  /// One short paragraph.
  package let text: String
  /// maint reports the kind of problem for it, perhaps among others.
  package let wrong: Example
  /// maint has nothing to say about it.
  package let right: Example

  init(_ summary: String, _ text: String, wrong: Example, right: Example) {
    self.summary = summary
    self.text = text
    self.wrong = wrong
    self.right = right
  }
}
