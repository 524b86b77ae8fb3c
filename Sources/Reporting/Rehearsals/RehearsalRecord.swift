import Catalog
import Execution
import Planning
import Rehearsal
import RunLog

/// What a rehearsal has shown: the run as its own log has it, what each step changed, and what was left at the end.
package struct RehearsalRecord: Sendable {
  package var plan: Plan
  package var run: RunRecord
  /// From the making of the sandbox to the end.
  package var duration: Duration
  /// Of all steps that did not simply run.
  package var treatments: [StepKey: StepTreatment] = [:]
  /// By path; of a step with several attempts all that they changed, in order.
  package var changes: [StepKey: [PathChange]] = [:]
  /// Made by what ran on after the last step.
  package var laterChanges: [PathChange] = []
  /// In what the sandbox was different from the host at the end, less what does not matter.
  package var remaining: [PathChange] = []
  package var texts = KeptTexts()
  /// The last lines that each step printed, at most as many as `StepOutput.kept`.
  package var output: [StepKey: [String]] = [:]
  /// Command lines of what still ran at the end.
  package var leftRunning: [[String]] = []
  package var findings: [UncoveredChange] = []
  /// What was open to the host on purpose.
  package var holes: [String] = []
  /// What was not as on the host, and what it means.
  package var notes: [String] = []
  /// Takes what is secret out of a text.
  package var cover: @Sendable ([UInt8]) -> [UInt8] = { $0 }

  package init(plan: Plan, run: RunRecord, duration: Duration) {
    self.plan = plan
    self.run = run
    self.duration = duration
  }

  /// Every step is known to work, and everything that was changed is known to be taken back.
  package var isWithoutDoubt: Bool { findings.isEmpty && isWithoutUnknown }
  /// Every step is known to work.
  package var isWithoutUnknown: Bool { coverage.unknown == 0 }

  var coverage: RehearsalCoverage { RehearsalCoverage(self) }

  func treatment(of key: StepKey) -> StepTreatment { treatments[key] ?? .ran }

  /// The lines of a unified diff; nil where a side is no small text, or nothing but a name or a mode was changed.
  func diff(_ change: PathChange) -> [String]? {
    guard change.before == nil || change.after == nil || change.aspects.contains(.content) else { return nil }
    guard change.origin == nil, let before = text(change.before), let after = text(change.after) else { return nil }
    if before == after { return ["(only what is secret differs)"] }
    return UnifiedDiff.lines(before, after)
  }

  /// What is not there is empty.
  private func text(_ state: FileState?) -> [UInt8]? {
    guard let state else { return [] }
    return texts.text(of: state).map(cover)
  }
}
