import Catalog
import Planning

/// What is asked for, before it has a number.
package struct ApprovalRequest: Sendable {
  /// Path of the project folder, without links.
  package var project: String
  package var task: TaskName
  package var runbook: String
  package var subject: ApprovalSubject
  /// What `--with` says for the run that asks. Others ask for something else, and take nothing from it.
  package var arguments: [(name: String, value: String)]
  /// One at least.
  package var demands: [ApprovalDemand]
  package var expires: Duration
  /// What would be done, for people.
  package var plan: String

  package init(
    project: String, task: TaskName, runbook: String, subject: ApprovalSubject,
    arguments: [(name: String, value: String)], demands: [ApprovalDemand], expires: Duration, plan: String
  ) {
    self.project = project
    self.task = task
    self.runbook = runbook
    self.subject = subject
    self.arguments = arguments
    self.demands = demands
    self.expires = expires
    self.plan = plan
  }
}

/// Whether a task may begin that must be approved.
package enum ApprovalAnswer: Sendable {
  case given(ApprovalRecord)
  case waits(ApprovalRecord)
  case rejected(ApprovalRecord)
  /// Its rows are not those of which the audit chain tells.
  case altered(ApprovalRecord)
  /// It was asked for just now; `instead`: the request that counts no more, and why.
  case requested(ApprovalRecord, instead: (request: Int, why: String)?)
}
