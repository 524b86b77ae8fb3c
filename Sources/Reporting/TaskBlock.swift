import Catalog
import Execution

/// What is said of a task when it has ended: its outcome on one line, and below it warnings and failures with the last
/// that was printed.
struct TaskBlock {
  /// Warnings shown of one task; the run log has all.
  static let shownWarnings = 10

  var run: Int
  var name: TaskName
  var nameWidth: Int
  var result: TaskResult
  /// nil where it never began.
  var duration: Duration?
  var notes: [StepNote]
  var labels: StepLabels
  var command = CommandText()

  static func isWorthMail(_ result: TaskResult, _ notes: [StepNote]) -> Bool {
    !result.outcome.isWell || result.cleanupFailed || result.warnings > 0 || !notes.isEmpty
  }

  var lines: [StyledText] { [firstLine] + warningLines + failures.flatMap(lines(of:)) }

  private var failures: [StepFailure] {
    notes.compactMap {
      switch $0 {
      case .failure(let failure): failure
      case .warning: nil
      }
    }
  }

  private var firstLine: StyledText {
    // Where the step that decided is shown below, the reason would say the same twice.
    let isToldBelow = failures.contains { $0.key == result.failedStep }
    return TaskLine(
      name: name, nameWidth: nameWidth, outcome: OutcomeText(result), duration: duration,
      reason: isToldBelow ? nil : result.reason
    ).line
  }

  private var warningLines: [StyledText] {
    let warnings: [StyledText] = notes.compactMap {
      switch $0 {
      case .failure: nil
      case .warning(let step, let text): "    " + StyledText("!", .caution) + StyledText(" \(step): \(text)")
      }
    }
    let hidden = warnings.count - Self.shownWarnings
    if hidden <= 0 { return warnings }
    let more = StyledText("      … and \(hidden) more: \(command("show \(run)"))", .faint)
    return warnings.prefix(Self.shownWarnings) + [more]
  }

  private func lines(of failure: StepFailure) -> [StyledText] {
    let outcome = OutcomeText(failure.outcome)
    let attempts = failure.attempts > 1 ? ", \(failure.attempts) attempts" : ""
    let heading =
      "    " + outcome.styledSymbol
      + StyledText(
        " \(labels.place(of: failure.key)), \(StepPlace.name(failure.step, of: failure.key)): \(failure.detail ?? outcome.words)\(attempts)"
      )
    let tail = failure.tail.map { "      " + StyledText("│ ", .faint) + StyledText($0) }
    let hidden = failure.lineCount - failure.tail.count
    if failure.tail.isEmpty || hidden == 0 { return [heading] + tail }
    let more = "      … \(Count(hidden, "line")) before these: \(command("output \(run) \(name)"))"
    return [heading, StyledText(more, .faint)] + tail
  }
}
