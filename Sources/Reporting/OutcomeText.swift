import Execution
import RunLog

/// How an outcome is shown: a symbol, a word and a colour.
struct OutcomeText: Sendable, Hashable {
  var symbol: String
  var words: String
  var style: Style

  init(_ symbol: String, _ words: String, _ style: Style) {
    self.symbol = symbol
    self.words = words
    self.style = style
  }

  var styledSymbol: StyledText { StyledText(symbol, style) }
  var styledWords: StyledText { StyledText(words, style) }

  /// Of something without an outcome: it runs, or the maint that ran it is gone.
  static func open(isAlive: Bool) -> OutcomeText {
    isAlive ? OutcomeText("▸", "running", .plain) : OutcomeText(StepOutcome.interrupted)
  }

  /// A success with warnings looks like one, and so does what somebody has settled.
  init(_ run: RunRecord, isAlive: Bool) {
    self = run.outcome.map(OutcomeText.init) ?? .open(isAlive: isAlive)
    if run.outcome == .succeeded, run.warnings > 0 { (symbol, style) = ("!", .caution) }
    if let resolution = run.resolution {
      self.init("!", "\(words), resolved by \(HarmlessText.words(resolution.by))", .caution)
    }
  }

  init(_ outcome: RunOutcome) {
    switch outcome {
    case .succeeded: self.init("✓", "succeeded", .good)
    case .failed: self.init("✗", "failed", .bad)
    case .rolledBack: self.init("↩", "rolled back", .caution)
    case .humanNeeded: self.init("✗", "human needed", .alarm)
    case .notNow: self.init("–", "not now", .caution)
    case .stopped: self.init("!", "stopped", .caution)
    case .interrupted: self.init("✗", "interrupted", .alarm)
    }
  }

  init(_ outcome: TaskOutcome) {
    switch outcome {
    case .succeeded: self.init("✓", "succeeded", .good)
    case .skipped: self.init("–", "skipped", .faint)
    case .failed: self.init("✗", "failed", .bad)
    case .rolledBack: self.init("↩", "rolled back", .caution)
    case .rollbackFailed: self.init("✗", "rollback failed", .alarm)
    case .blocked: self.init("–", "blocked", .faint)
    case .refused: self.init("✗", "refused", .bad)
    case .notNow: self.init("–", "not now", .caution)
    case .deferred: self.init("–", "deferred", .caution)
    case .notStarted: self.init("–", "not started", .faint)
    case .interrupted: self.init("✗", "interrupted", .alarm)
    }
  }

  init(_ outcome: StepOutcome) {
    switch outcome {
    case .succeeded: self.init("✓", "succeeded", .good)
    case .warned: self.init("!", "warned", .caution)
    case .failed: self.init("✗", "failed", .bad)
    case .timedOut: self.init("✗", "timed out", .bad)
    case .stopped: self.init("!", "stopped", .caution)
    case .skipped: self.init("–", "skipped", .faint)
    case .interrupted: self.init("✗", "interrupted", .alarm)
    }
  }

  /// Of a task with everything that its result says: a success with warnings looks like one.
  init(_ result: TaskResult) {
    self.init(result.outcome)
    if result.outcome == .succeeded, result.warnings > 0 { (symbol, style) = ("!", .caution) }
    if result.outcome == .failed { words = "failed, nothing was touched" }
    if result.warnings > 0 {
      let count = Count(result.warnings, "warning").description
      words = result.outcome == .succeeded ? count : "\(words), \(count)"
    } else if result.outcome == .succeeded {
      words = ""
    }
    if result.cleanupFailed {
      words = (words.isEmpty ? "" : words + ", ") + "cleanup failed"
      (symbol, style) = ("✗", .alarm)
    }
  }
}
