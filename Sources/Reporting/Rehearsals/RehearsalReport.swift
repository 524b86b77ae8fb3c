import Diagnostics
import Execution
import Rehearsal
import RunLog
import Scheduling

/// `maint rehearse`: what each step did in the sandbox, as text.
package struct RehearsalReport: Sendable {
  private let record: RehearsalRecord
  /// Of a step's changes, and of a file's diff; nil: all.
  private let limit: Int?

  /// `isVerbose`: nothing is left out.
  package init(_ record: RehearsalRecord, isVerbose: Bool = false) {
    self.record = record
    limit = isVerbose ? nil : 20
  }

  package func text(appearance: Appearance) -> String {
    var lines = [headline]
    lines += record.holes.map { StyledText("  open to the host: \(HarmlessText.words($0))", .caution) }
    lines += record.notes.map { StyledText("  note: \(HarmlessText.words($0))", .faint) }
    let width = nameWidth
    for task in record.run.tasks { lines += [StyledText("")] + self.lines(of: task, width) }
    lines += section("changed after the last step", record.laterChanges)
    if record.run.outcome != .succeeded { lines += section("different from the host at the end", record.remaining) }
    if !record.leftRunning.isEmpty {
      lines += [StyledText(""), StyledText("left running, and ended with the sandbox:")]
      lines += record.leftRunning.map { StyledText("  \(HarmlessText.words($0.joined(separator: " ")))") }
    }
    for finding in record.findings { lines += [StyledText("")] + self.lines(of: finding) }
    lines += [StyledText(""), coverage]
    return appearance.render(lines)
  }

  private var headline: StyledText {
    let outcome = record.run.outcome.map(OutcomeText.init) ?? OutcomeText.open(isAlive: false)
    let time = HumanDuration(record.duration)
    return outcome.styledSymbol + StyledText(" Rehearsal of \(TargetText(record.plan.targets)): ")
      + outcome.styledWords + StyledText(" in \(time). Nothing of it is left on the host.")
  }

  private var coverage: StyledText {
    StyledText(record.coverage.text, record.coverage.unknown > 0 ? .caution : .plain)
  }

  private func lines(of task: TaskRecord, _ width: Int) -> [StyledText] {
    let outcome = task.result.map(OutcomeText.init) ?? OutcomeText(TaskOutcome.notStarted)
    let line = TaskLine(
      name: task.name, nameWidth: width, outcome: outcome, duration: task.duration, reason: task.result?.reason)
    return [line.line] + task.steps.flatMap { lines(of: $0, width) }
  }

  /// Room for the names of tasks and steps, within reason: their times stand under each other.
  private var nameWidth: Int {
    let steps = record.run.tasks.flatMap(\.steps).map { label(of: $0).width }
    return max(TaskLine.width(of: record.run.tasks.map(\.name)), min(60, steps.max() ?? 0))
  }

  private func label(of step: StepRecord) -> StyledText {
    StyledText(" \(StepPlace(step.key)) ", .faint)
      + StyledText(HarmlessText.words(StepPlace.name(step.name, of: step.key)))
  }

  private func lines(of step: StepRecord, _ width: Int) -> [StyledText] {
    let time = step.outcome == .skipped ? nil : step.duration.map { "\(HumanDuration($0))" }
    var line = symbol(of: step) + " " + label(of: step).padded(to: width) + "  "
    line += StyledText(time ?? "", .faint).padded(to: TaskLine.timeWidth, right: true)
    var lines = [line + words(of: step)]
    lines += (record.output[step.key] ?? []).map { StyledText("      │ \($0)", .faint) }
    return lines + self.lines(of: record.changes[step.key] ?? [], indent: 6)
  }

  private func symbol(of step: StepRecord) -> StyledText {
    if case .unknown = record.treatment(of: step.key) { return StyledText("?", .caution) }
    return (step.outcome.map(OutcomeText.init) ?? .open(isAlive: false)).styledSymbol
  }

  private func words(of step: StepRecord) -> StyledText {
    let treatment = record.treatment(of: step.key)
    let needs = treatment.needs.joined(separator: ", ")
    var parts: [String] = []
    switch treatment {
    case .ran where step.outcome == .skipped, .replaced where step.outcome == .skipped:
      parts.append(step.detail ?? "skipped: its 'if' said no")
    case .ran: break
    case .replaced: parts.append("replaced, as 'rehearse' says")
    case .skipped: parts.append("skipped, as 'rehearse' says" + (needs.isEmpty ? "" : ": it needs \(needs)"))
    case .unknown:
      parts.append("unknown: it needs \(needs), which no sandbox has; say with 'rehearse' what to do here")
    }
    if step.outcome != .succeeded, step.outcome != .skipped {
      let outcome = step.outcome.map { OutcomeText($0).words } ?? "did not end"
      parts.append(step.detail.map { "\(outcome): \(HarmlessText.words($0))" } ?? outcome)
    }
    return parts.isEmpty ? "" : StyledText("  " + parts.joined(separator: "; "), style(of: step))
  }

  private func style(of step: StepRecord) -> Style {
    if case .unknown = record.treatment(of: step.key) { return .caution }
    return step.outcome.map { OutcomeText($0).style } ?? .alarm
  }

  private func section(_ title: String, _ changes: [PathChange]) -> [StyledText] {
    changes.isEmpty ? [] : [StyledText(""), StyledText("\(title):")] + lines(of: changes, indent: 2)
  }

  private func lines(of changes: [PathChange], indent: Int) -> [StyledText] {
    let margin = String(repeating: " ", count: indent)
    let shown = changes.prefix(limit ?? changes.count)
    var lines: [StyledText] = []
    for change in shown {
      let text = ChangeText(change)
      lines.append(StyledText("\(margin)\(text.symbol) \(text.path)  ") + StyledText(text.words, .faint))
      // What a new file holds is no difference; the page and the JSON have it.
      guard change.before != nil, change.after != nil, let diff = record.diff(change) else { continue }
      lines += diff.prefix(limit ?? diff.count).map { StyledText("\(margin)    \($0)", Self.style(ofDiff: $0)) }
      lines += more(diff.count, margin + "    ", "line")
    }
    return lines + more(changes.count, margin, "path")
  }

  private func more(_ count: Int, _ margin: String, _ noun: String) -> [StyledText] {
    guard let limit, count > limit else { return [] }
    return [StyledText("\(margin)… and \(Count(count - limit, noun)) more: --verbose or --html FILE", .faint)]
  }

  private static func style(ofDiff line: String) -> Style {
    switch line.first {
    case "+": .good
    case "-": .bad
    case "@": .faint
    default: .plain
    }
  }

  private func lines(of finding: UncoveredChange) -> [StyledText] {
    let name = HarmlessText.words(finding.stepName)
    var lines = [
      StyledText("! \(DiagnosticID.uncoveredChange.rawValue)", .caution)
        + StyledText(
          ": \(finding.task), \(StepPlace(finding.step)) '\(name)' changes what no backup, undo or touches covers:")
    ]
    lines += finding.paths.prefix(limit ?? finding.paths.count).map { StyledText("    \(HarmlessText.name($0))") }
    lines += more(finding.paths.count, "    ", "path")
    lines.append(StyledText("  add to \(finding.file):", .faint))
    return lines + finding.linesToAdd.map { StyledText("    \(HarmlessText.words($0))") }
  }
}
