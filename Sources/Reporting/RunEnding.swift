import Catalog
import Execution
import Planning

/// What a run came to, in two lines: what happened, and what to do or read next.
struct RunEnding: Sendable {
  struct TaskEnding: Sendable, Hashable {
    var name: TaskName
    /// nil: it has none, because maint ended before the task did.
    var result: TaskResult?
  }

  var run: Int
  var targets: [Target]
  var outcome: RunOutcome
  var tasks: [TaskEnding]
  var duration: Duration?
  var stopSignal: Int32?
  /// The run whose changes it took back.
  var rollsBack: Int?
  var command = CommandText()

  /// Steps that ended with a warning.
  var warnings: Int { tasks.reduce(0) { $0 + ($1.result?.warnings ?? 0) } }

  var lines: [StyledText] { [headline, next] }

  /// What happened.
  var headline: StyledText {
    switch outcome {
    case .succeeded: succeeded
    case .failed: headline("failed\(after)", tallied)
    case .rolledBack where rollsBack != nil: headline("took back run \(rollsBack ?? 0)\(after)", tally.words)
    case .rolledBack: headline("failed and was rolled back\(after)", tallied)
    case .humanNeeded: alarm("NEEDS A HUMAN", culprits)
    case .interrupted: alarm("WAS INTERRUPTED", "maint ended before it did. \(sentence(tally.words))")
    case .stopped: headline("was stopped\(bySignal)\(after)", tallied)
    case .notNow: headline("could not do everything now", "\(tally.words)\(notNowReason)")
    }
  }

  /// What to do or read next.
  private var next: StyledText {
    switch outcome {
    case .succeeded, .failed, .rolledBack, .stopped: readMore
    case .humanNeeded, .interrupted: whatToDo
    case .notNow:
      StyledText(
        "  Try again when what is in the way, told above, is gone. Read more: \(command("show \(run)"))", .faint)
    }
  }

  private var tally: TaskTally {
    var tally = TaskTally()
    for task in tasks { if let result = task.result { tally.add(result.outcome) } }
    return tally
  }

  private var title: String { "Run \(run) (\(TargetText(targets).brief))" }
  private var after: String { duration.map { " after \(HumanDuration($0))" } ?? "" }
  private var bySignal: String { stopSignal.map { " by \(SignalName.of($0))" } ?? "" }

  /// With what an exit code of 1 promises, where it holds.
  private var tallied: String {
    let untouched = tasks.contains { $0.result?.outcome == .failed } ? "; what failed had not changed anything" : ""
    return tally.words + untouched
  }

  private var succeeded: StyledText {
    let time = duration.map { " in \(HumanDuration($0))" } ?? ""
    if tasks.isEmpty { return headline("had nothing to do", nil) }
    let skipped = tasks.count { $0.result?.outcome == .skipped }
    let count = "\(Count(tasks.count, "task"))\(skipped > 0 ? ", \(skipped) skipped," : "")"
    guard warnings > 0 else { return headline("succeeded", "\(count)\(time)") }
    return StyledText("!", .caution) + StyledText(" \(title) ")
      + StyledText("succeeded with \(Count(warnings, "warning"))", .caution)
      + StyledText(": \(count)\(time).")
  }

  private func headline(_ verb: String, _ rest: String?) -> StyledText {
    let text = OutcomeText(outcome)
    let rest = rest.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
    return text.styledSymbol + StyledText(" \(title) ") + StyledText(verb, text.style) + StyledText("\(rest).")
  }

  private func alarm(_ verb: String, _ rest: String) -> StyledText {
    StyledText("✗ \(title.uppercasedFirstWord) \(verb): \(rest)", .alarm)
  }

  private func sentence(_ words: String) -> String { words.isEmpty ? "" : words + "." }
}

// MARK: - The second line

extension RunEnding {
  private var readMore: StyledText {
    let started = tasks.first { $0.result?.failedStep != nil && $0.result?.outcome.isWell == false }
    let output = started.map { ", " + command("output \(run) \($0.name)") } ?? ""
    return StyledText("  Read more: \(command("show \(run)"))\(output)", .faint)
  }

  /// Of this run and of earlier ones for whose sake a runbook was refused; each thing once, in the order to do it.
  private var whatToDo: StyledText {
    let refusals = tasks.compactMap { task in
      task.result?.outcome == .refused ? task.result?.reason.flatMap(Refusal.init) : nil
    }
    var recovered = refusals.map(\.run)
    if isToBeRecovered { recovered.append(run) }
    let hasCleanup = tasks.contains { $0.result?.cleanupFailed == true }
    let shown = recovered + (hasCleanup || recovered.isEmpty ? [run] : [])
    var steps = Self.unique(shown).map { command("show \($0)") }
    if tasks.contains(where: { $0.result?.outcome == .rollbackFailed }) {
      steps.append("mend what kept it from being rolled back")
    }
    steps += Self.unique(recovered).map { RecoverText.command($0, command) }
    if hasCleanup { steps += ["do by hand what cleanup left undone", ResolveText.command(run, command)] }
    if hasCleanup || !recovered.isEmpty { steps.append("then \(again)") }
    return StyledText("  Do: \(steps.joined(separator: ", "))", .alarm)
  }

  /// Hundreds of targets of `run --due` are no command to type.
  private var again: String { command(targets.count > 4 ? "resume \(run)" : "run \(TargetText(targets))") }

  private static func unique<Value: Comparable & Hashable>(_ values: [Value]) -> [Value] { Set(values).sorted() }

  /// Whether this run left something half-done.
  private var isToBeRecovered: Bool {
    outcome == .interrupted || tasks.contains { [.rollbackFailed, .interrupted].contains($0.result?.outcome) }
  }

  private var notNowReason: String {
    // Of what was deferred the reason stands with the task: it is too long for a headline.
    let task = tasks.first { $0.result?.outcome == .notNow }
    return task?.result?.reason.map { " (\(HarmlessText.words($0)))" } ?? ""
  }

  /// The tasks that need somebody, at most three of them by name.
  private var culprits: String {
    let named = tasks.compactMap { task in Self.complaint(task.result).map { "\(task.name): \($0)" } }
    let more = named.count > 3 ? "; and \(named.count - 3) more" : ""
    return named.isEmpty ? sentence(tally.words) : named.prefix(3).joined(separator: "; ") + more + "."
  }

  private static func complaint(_ result: TaskResult?) -> String? {
    guard let result else { return nil }
    switch result.outcome {
    case .rollbackFailed: return "its rollback failed, so the host may be left half changed"
    case .interrupted: return "it was interrupted, so the host may be left half changed"
    case .refused: return "refused" + (result.reason.map { ", \(HarmlessText.words($0))" } ?? "")
    case .succeeded, .skipped, .failed, .rolledBack, .blocked, .notNow, .deferred, .notStarted:
      return result.cleanupFailed ? "its cleanup failed" : nil
    }
  }
}

extension String {
  /// `Run 12 (daily)` as `RUN 12 (daily)`: names keep their case.
  fileprivate var uppercasedFirstWord: String {
    let word = prefix { $0 != " " }
    return word.uppercased() + dropFirst(word.count)
  }
}

extension Refusal {
  /// The run that is the reason.
  fileprivate var run: Int {
    switch self {
    case .doubt(let run), .path(_, let run), .survivor(let run, pid: _, step: _): run
    }
  }
}
