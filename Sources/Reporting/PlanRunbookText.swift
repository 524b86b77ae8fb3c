import Catalog
import Planning
import Scheduling

/// Shows the stages of a runbook and every step in full: its text as it will be run, and each setting that is not the
/// usual one under the name that it has in a runbook.
struct PlanRunbookText {
  let runbook: Runbook
  let copy: CopyCommand?
  let indentation: Int

  private static let labelWidth = 12

  func add(to text: inout PlanText) {
    for stage in Stage.allCases {
      if stage == .rollback {
        addRollback(to: &text)
      } else if !runbook.stepsToRun(of: stage).isEmpty {
        addHeading(stage.rawValue, to: &text)
        addSteps(of: stage, to: &text)
      }
    }
    guard let copy else { return }
    addHeading("copy_to", "  after the run, within \(DurationText.format(copy.timeout))", to: &text)
    text.addLines(copy.run, indent: indentation + 2)
  }

  private func addHeading(_ words: String, _ aside: String = "", to text: inout PlanText) {
    text.endLine()
    text.indent(indentation)
    text.add(words)
    text.addFree(aside, .faint)
    text.endLine()
  }

  private func addSteps(of stage: Stage, to text: inout PlanText) {
    for (index, step) in runbook.stepsToRun(of: stage).enumerated() { add(step, number: index + 1, to: &text) }
  }

  /// What happens when change or verify fails, in words; then the stage's own steps.
  private func addRollback(to text: inout PlanText) {
    let undone = runbook.change.indices.filter { runbook.change[$0].undo != nil }
    let hasSteps = !runbook.stepsToRun(of: .rollback).isEmpty
    if runbook.change.isEmpty, !hasSteps { return }
    if let reason = runbook.noRollbackReason { return addHeading("rollback", "  none: \(reason)", to: &text) }
    let undo = "undo of change \(undone.reversed().map { "\($0 + 1)" }.joined(separator: ", ")), where started"
    let way =
      switch (undone.isEmpty, hasSteps) {
      case (true, true): "when change or verify fails"
      case (false, true): "when change or verify fails: \(undo); then"
      case (false, false): "when change or verify fails: \(undo)"
      case (true, false): "none: no step has an undo, and there is no rollback stage"
      }
    addHeading("rollback", "  \(way)", to: &text)
    addSteps(of: .rollback, to: &text)
  }

  private func add(_ step: Step, number: Int, to text: inout PlanText) {
    let column = indentation + 2
    text.indent(column)
    let label = "\(number)  "
    text.add(label, .faint)
    let body = column + label.utf8.count
    // A step that has no name of its own is named by its first line, which would stand there twice.
    if step.name == step.run || step.name + "\n" == step.run {
      text.addFree(step.name)
      text.endLine()
    } else {
      text.addFree(step.name)
      text.endLine()
      text.addLines(step.run, indent: body + 2)
    }
    for (label, value) in settings(of: step) { add(label, value, indent: body, to: &text) }
  }

  private func add(_ label: String, _ value: String, indent: Int, to text: inout PlanText) {
    text.indent(indent)
    let isMultiline = value.utf8.dropLast().contains(UInt8(ascii: "\n"))
    if isMultiline {
      text.add(label, .faint)
      text.endLine()
      text.addLines(value, indent: indent + 2)
    } else {
      text.addColumn(label, width: Self.labelWidth, .faint)
      text.addFree(value.last == "\n" ? String(value.dropLast()) : value)
      text.endLine()
    }
  }

  /// Those that are not as usual, in the order of the language's description.
  private func settings(of step: Step) -> [(label: String, value: String)] {
    var result: [(label: String, value: String)] = []
    if let condition = step.condition { result.append(("if", condition)) }
    if let undo = step.undo { result.append(("undo", undo)) }
    if let timeout = step.timeout { result.append(("timeout", DurationText.format(timeout))) }
    if step.retries > 0 { result.append(("retries", Self.retries(of: step))) }
    for (name, value) in step.environment { result.append(("env", "\(name)=\(value)")) }
    if let directory = step.workingDirectory { result.append(("cwd", directory)) }
    if let user = step.user { result.append(("user", user)) }
    if step.shell != .sh { result.append(("shell", step.shell.rawValue)) }
    if step.exitCodes != [0] {
      result.append(("exit_codes", step.exitCodes.sorted().map { "\($0)" }.joined(separator: ", ") + " mean success"))
    }
    switch step.onFailure {
    case .fail: break
    case .warn: result.append(("on_failure", "warn, and go on"))
    case .skip: result.append(("on_failure", "skip the task"))
    }
    switch step.processes {
    case .end: break
    case .keep: result.append(("processes", "keep: what it leaves running is not ended"))
    }
    switch step.rehearsal {
    case nil: break
    case .run: result.append(("rehearse", "run"))
    case .skip: result.append(("rehearse", "skip"))
    case .replace(let text): result.append(("rehearse", text))
    }
    return result
  }

  private static func retries(of step: Step) -> String {
    if step.delay == .zero { return "\(step.retries), at once" }
    let wait = "\(step.retries), after \(DurationText.format(step.delay))"
    return step.backoff == 1 ? wait : "\(wait), then each time \(step.backoff) times as long"
  }
}
