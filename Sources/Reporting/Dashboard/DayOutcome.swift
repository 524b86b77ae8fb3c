import Execution

/// How a day went for a task or tier: the worst of what ended on it.
enum DayOutcome: String, CaseIterable, Sendable, Hashable, Comparable {
  case skipped, succeeded
  case takenBack = "taken-back"
  case held, failed
  case rolledBack = "rolled-back"
  case inDoubt = "in-doubt"

  init(_ outcome: TaskOutcome) {
    switch outcome {
    case .skipped: self = .skipped
    case .succeeded: self = .succeeded
    case .blocked, .notNow, .deferred, .notStarted: self = .held
    case .failed, .refused: self = .failed
    case .rolledBack: self = .rolledBack
    case .rollbackFailed, .interrupted: self = .inDoubt
    }
  }

  static func < (left: DayOutcome, right: DayOutcome) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .skipped: 0
    case .succeeded: 1
    case .takenBack: 2
    case .held: 3
    case .failed: 4
    case .rolledBack: 5
    case .inDoubt: 6
    }
  }

  /// Something was tried and did not succeed.
  var isBad: Bool { self >= .failed }

  var words: String {
    switch self {
    case .skipped: "skipped"
    case .succeeded: "succeeded"
    case .takenBack: "taken back on request"
    case .held: "held up"
    case .failed: "failed"
    case .rolledBack: "rolled back"
    case .inDoubt: "in doubt"
    }
  }

  /// Of a bar in percent of its row: who cannot tell the colours sees how bad a day was.
  var height: Int {
    switch self {
    case .skipped: 18
    case .held: 30
    case .succeeded: 42
    case .takenBack: 55
    case .failed: 70
    case .rolledBack: 85
    case .inDoubt: 100
    }
  }
}
