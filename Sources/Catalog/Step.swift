import Diagnostics

/// One shell text of a runbook and how it is to be run.
package struct Step: Sendable {
  package enum Shell: String, CaseIterable, Sendable { case sh, bash }
  package enum FailurePolicy: String, CaseIterable, Sendable {
    case fail, warn
    /// The host has nothing for this runbook to do: the task ends well. Of prechecks only.
    case skip
  }
  /// What becomes of processes that the step leaves running.
  package enum ProcessPolicy: String, CaseIterable, Sendable { case end, keep }
  /// What a rehearsal does with the step.
  package enum Rehearsal: Sendable, Hashable {
    /// Runs it, though it calls what a sandbox may not have.
    case run
    case skip
    /// Runs this shell text in its place.
    case replace(String)
  }

  /// As given by `name`, else the first line of the text, shortened.
  package var name: String
  package var run: String
  package var undo: String?
  /// A shell test; the step is skipped when it fails. The key is `if`.
  package var condition: String?
  /// For one attempt, not for all of them; nil: no limit.
  package var timeout: Duration?
  /// Further attempts after the first.
  package var retries = 0
  package var delay = Duration.zero
  /// Each further delay is this many times the one before, up to an hour.
  package var backoff = 1.0
  package var environment: [(name: String, value: String)] = []
  package var workingDirectory: String?
  package var user: String?
  package var shell = Shell.sh
  /// Exit codes that mean success.
  package var exitCodes = Step.zeroAlone
  package var onFailure = FailurePolicy.fail
  package var processes = ProcessPolicy.end
  /// nil: it is run, and nobody has said so.
  @Rare package var rehearsal: Rehearsal?
  /// nil for a shell text of the operator's.
  @Rare package var pathAction: PathAction?
  /// How long the step waits for somebody to confirm the change; nil for every other step.
  @Rare package var confirmation: Duration?
  package var place: Place

  /// One set for all steps that say nothing else.
  private static let zeroAlone: Set<Int32> = [0]

  package init(name: String, run: String, place: Place) {
    self.name = name
    self.run = run
    self.place = place
  }
}
