/// The keys of a tier in its long form.
enum TierKey: String, SchemaKey {
  case at, jobs, tasks

  static let construct = "a tier"
  static let requiredKeys: [TierKey] = [.tasks]
  static let jobsRange = 1...256

  var field: Field {
    switch self {
    case .at: Field(.time, "The time of day at which the tier is due.")
    case .jobs: Field(.count(Self.jobsRange), "Tasks at once; 1 unless given.")
    case .tasks: Field(.list(.construct(.task)), "The tasks, in the order in which they run.")
    }
  }
}
