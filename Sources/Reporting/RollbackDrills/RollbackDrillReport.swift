import Execution
import Rehearsal
import RunLog

/// `maint drill`: at which points the way back is proven, and how to get to those at which it is not, as text.
package struct RollbackDrillReport: Sendable {
  private let record: RollbackDrillRecord
  /// The command line of the drill, without options that choose points.
  private let command: String
  /// Of the paths of one point; nil: all.
  private let limit: Int?
  /// Told at length where not all are.
  private static let failuresShown = 3

  package init(_ record: RollbackDrillRecord, command: String, isVerbose: Bool = false) {
    self.record = record
    self.command = command
    limit = isVerbose ? nil : 20
  }

  package func text(appearance: Appearance) -> String {
    var lines = [headline]
    lines += record.holes.map { StyledText("  open to the host: \(HarmlessText.words($0))", .caution) }
    lines += record.notes.map { StyledText("  note: \(HarmlessText.words($0))", .faint) }
    lines += record.left.map { StyledText("  \($0.task): \(HarmlessText.words($0.reason))", .faint) }
    lines += record.unknown.map {
      StyledText("  unknown: \(HarmlessText.words($0)); say with 'rehearse' what to do here", .caution)
    }
    if !record.results.isEmpty { lines += [StyledText("")] + Table(columns: Self.columns, rows: rows).lines }
    let shown = record.failed.prefix(limit == nil ? record.failed.count : Self.failuresShown)
    for result in shown { lines += [StyledText("")] + self.lines(of: result) }
    if shown.count < record.failed.count {
      let rest = Count(record.failed.count - shown.count, "point")
      lines += [StyledText(""), StyledText("… and \(rest) more: --verbose, or --shell POINT", .faint)]
    }
    if record.failed.contains(where: { !$0.changes.isEmpty }) {
      lines += [
        StyledText(""),
        StyledText(
          "What a step leaves, rollback or cleanup must remove; what does not matter goes into 'ignore'.", .faint),
      ]
    }
    return appearance.render(lines + [StyledText(""), conclusion])
  }

  private var headline: StyledText {
    let symbol = isWell ? OutcomeText(RunOutcome.succeeded) : OutcomeText(RunOutcome.failed)
    let time = HumanDuration(record.duration)
    let kept = record.results.count { $0.kept != nil }
    let words = kept == 0 ? "Nothing of it is left on the host" : "The layers of \(Count(kept, "point")) are kept"
    return symbol.styledSymbol + StyledText(" Drill of \(TargetText(record.plan.targets)) in \(time). \(words).")
  }

  private var isWell: Bool { record.failed.isEmpty && record.unknown.isEmpty }

  private var conclusion: StyledText {
    if record.results.isEmpty, record.unknown.isEmpty { return StyledText("there is nothing to be rolled back") }
    var words = "rollback proven at \(record.proven)/\(Count(record.points, "point"))"
    if let untried = record.untried.words { words += " (\(untried))" }
    if !record.failed.isEmpty { words += " (--seed \(record.seed) chooses the same)" }
    if !record.unknown.isEmpty { words += ", and \(Count(record.unknown.count, "step")) unknown" }
    return StyledText(words, isWell ? .good : .bad)
  }

  private static let columns: [Table.Column] = [
    .init(heading: ""), .init(heading: "POINT"), .init(heading: "STEP"), .init(heading: "FAULT"),
    .init(heading: "THEN"),
  ]

  private var rows: [[StyledText]] {
    record.results.map { result in
      let (symbol, then): (StyledText, StyledText) =
        switch result.verdict {
        case .proven: (OutcomeText(RunOutcome.succeeded).styledSymbol, proven(result))
        case .failed(let reasons): (OutcomeText(RunOutcome.failed).styledSymbol, StyledText(reasons[0], .bad))
        case .notReached(let why): (StyledText("-", .faint), StyledText(why, .faint))
        }
      return [
        symbol, StyledText(result.point.id), StyledText(result.stepName.map(HarmlessText.words) ?? ""),
        StyledText(result.point.words), then,
      ]
    }
  }

  private func proven(_ result: PointResult) -> StyledText {
    switch result.point.fault {
    case .wayBack: StyledText("rollback failed, as it must")
    case .cleanup: StyledText("as before, and cleanup failed, as it must")
    case .failure, .kill, .timeout, .fullDisk, .crash, .laterRollback:
      StyledText("as before") + StyledText(result.rollback.map { " after \(HumanDuration($0))" } ?? "", .faint)
    }
  }

  private func lines(of result: PointResult) -> [StyledText] {
    let place = result.point.step.map { "\(StepPlace($0)) " } ?? ""
    let name = result.stepName.map { "'\(HarmlessText.words($0))' " } ?? ""
    var lines = [StyledText("✗ \(result.point.id): \(place)\(name)\(result.point.words)", .bad)]
    if case .failed(let reasons) = result.verdict {
      lines += reasons.map { StyledText("  \(HarmlessText.words($0))") }
    }
    let shown = result.changes.prefix(limit ?? result.changes.count)
    lines += shown.map { change in
      let text = ChangeText(change)
      return StyledText("    \(text.symbol) \(text.path)  ") + StyledText(text.words, .faint)
    }
    if shown.count < result.changes.count {
      lines.append(StyledText("    … and \(Count(result.changes.count - shown.count, "path")) more: --verbose", .faint))
    }
    lines += result.settings.map { StyledText("    \(HarmlessText.words($0))") }
    lines += result.leftRunning.map { StyledText("    still runs: \(HarmlessText.words($0.joined(separator: " ")))") }
    return lines + reproduction(of: result)
  }

  private func reproduction(of result: PointResult) -> [StyledText] {
    var lines = [StyledText("  what was run, in this order:", .faint)]
    for step in result.steps {
      let mark = step.key == result.point.step ? "   # \(result.point.words)" : ""
      let name = HarmlessText.words(StepPlace.name(step.name, of: step.key))
      lines.append(StyledText("    # \(StepPlace(step.key)) \(name)\(mark)", .faint))
      lines += step.script.split(separator: "\n").map { StyledText("    \(HarmlessText.words(String($0)))") }
    }
    lines.append(StyledText("  again, with a shell in that state: \(command) --shell \(result.point.id)"))
    if let kept = result.kept { lines.append(StyledText("  its layers are kept in \(HarmlessText.words(kept))")) }
    return lines
  }
}
