import Catalog
import Execution

/// How much of its plan a rehearsal has shown.
struct RehearsalCoverage: Sendable, Hashable {
  var ran = 0
  var replaced = 0
  var skipped = 0
  /// What the skipped steps need, each once.
  var needs: [String] = []
  var unknown = 0
  /// Skipped because their `if` said no.
  var notNeeded = 0
  /// Of tasks that ended earlier or never began.
  var notReached = 0

  init(_ record: RehearsalRecord) {
    for task in record.run.tasks {
      let started = Set(task.steps.map(\.key))
      for step in task.steps {
        switch record.treatment(of: step.key) {
        case .ran where step.outcome == .skipped && step.detail == nil,
          .replaced where step.outcome == .skipped && step.detail == nil:
          notNeeded += 1
        case .ran: ran += 1
        case .replaced: replaced += 1
        case .skipped(let needs):
          skipped += 1
          self.needs += needs.filter { !self.needs.contains($0) }
        case .unknown: unknown += 1
        }
      }
      for stage in Stage.allCases where stage.goesForward || stage == .cleanup {
        let steps = record.plan.steps(of: stage, task: record.plan.tasks[task.position])
        notReached += steps.indices.count {
          !started.contains(StepKey(task: task.position, stage: stage, position: $0))
        }
      }
    }
  }

  /// `12 steps ran, 2 replaced, 3 skipped (need systemd), 0 unknown`.
  var text: String {
    var parts = ["\(Count(ran, "step")) ran", "\(replaced) replaced"]
    parts.append("\(skipped) skipped" + (needs.isEmpty ? "" : " (need \(needs.joined(separator: ", ")))"))
    parts.append("\(unknown) unknown")
    if notNeeded > 0 { parts.append("\(notNeeded) skipped by their 'if'") }
    if notReached > 0 { parts.append("\(notReached) not reached") }
    return parts.joined(separator: ", ")
  }
}
