import Execution
import Scheduling

/// A step of a task as the run log has it, with what it reported.
package struct StepRecord: Sendable, Hashable {
  package var key: StepKey
  package var name: String
  /// As it was run.
  package var script: String
  package var startedAt: Timestamp
  /// nil while it runs, and for ever where it was interrupted.
  package var finishedAt: Timestamp?
  /// nil: it runs, or maint ended before it did and nobody has looked since.
  package var outcome: StepOutcome?
  /// Why it failed, in words.
  package var detail: String?
  /// By number; number 0, the test of its `if`, comes first where there was one.
  package var attempts: [AttemptRecord]
  /// Samples, summary, environment and warnings of all attempts together.
  package var report: StepReport

  package init(
    key: StepKey, name: String, script: String, startedAt: Timestamp, finishedAt: Timestamp? = nil,
    outcome: StepOutcome? = nil, detail: String? = nil, attempts: [AttemptRecord] = [],
    report: StepReport = StepReport()
  ) {
    self.key = key
    self.name = name
    self.script = script
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.outcome = outcome
    self.detail = detail
    self.attempts = attempts
    self.report = report
  }

  /// From its start to its end; nil while it has none.
  package var duration: Duration? { finishedAt.map { $0 - startedAt } }
}
