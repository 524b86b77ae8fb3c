import Scheduling

/// The keys of a tier in its long form.
enum TierKey: String, SchemaKey {
  case at
  case catchUp = "catch_up"
  case retryAfter = "retry_after"
  case maxAttempts = "max_attempts"
  case jobs, tasks
  case requireDrill = "require_drill"
  case signOff = "sign_off"

  static let construct = "a tier"
  static let requiredKeys: [TierKey] = [.tasks]
  static let jobsRange = 1...256
  static let maxAttemptsRange = 1...100

  var field: Field {
    switch self {
    case .at: Field(.time, "When it is due, on the first day of its period; 02:00 unless given. Not with a window.")
    case .catchUp:
      Field(
        .choice(of: CatchUp.self),
        "When a missed period is made up for; next_window with a window, else anytime, unless given.")
    case .retryAfter: Field(.timeLimit, "How long after a failed try it is due again; 1h unless given.")
    case .maxAttempts:
      Field(.count(Self.maxAttemptsRange), "Tries in one period before it is given up until the next; 3 unless given.")
    case .jobs: Field(.count(Self.jobsRange), "Tasks at once; 1 unless given.")
    case .requireDrill:
      Field(.construct(.drill), "Its tasks run only with a proven rollback; as in defaults unless given.")
    case .signOff: Field(.list(.name), "The roles that have to sign for each run of its tasks (maint signoff).")
    case .tasks: Field(.list(.construct(.task)), "The tasks, in the order in which they run.")
    }
  }
}
