import Scheduling

/// The keys of a tier in its long form.
enum TierKey: String, SchemaKey {
  case at
  case catchUp = "catch_up"
  case retryAfter = "retry_after"
  case maxAttempts = "max_attempts"
  case jobs, tasks

  static let construct = "a tier"
  static let requiredKeys: [TierKey] = [.tasks]
  static let jobsRange = 1...256
  static let maxAttemptsRange = 1...100

  var field: Field {
    switch self {
    case .at:
      Field(
        .time,
        "The time at which the tier is due, 02:00 unless given, on the first day of its period; of hourly the minutes, 00 "
          + "unless given. A tier with a window is due when that opens.")
    case .catchUp:
      Field(
        .choice(of: CatchUp.self),
        "What becomes of a period that passed without a success: it is made up for once, when the window is next open "
          + "(the rule with a window) or at any time (without one), or left out.")
    case .retryAfter: Field(.timeLimit, "How long after a failed try it is due again; 1h unless given.")
    case .maxAttempts:
      Field(.count(Self.maxAttemptsRange), "Tries in one period before it is given up until the next; 3 unless given.")
    case .jobs: Field(.count(Self.jobsRange), "Tasks at once; 1 unless given.")
    case .tasks: Field(.list(.construct(.task)), "The tasks, in the order in which they run.")
    }
  }
}
