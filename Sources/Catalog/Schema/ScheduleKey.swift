import Scheduling

/// The keys at the top of a schedule.
enum ScheduleKey: String, SchemaKey {
  case schedule = "maintenance_schedule"
  case windows = "maintenance_windows"
  case freeze = "change_freeze"
  case coordination = "maintenance_coordination"
  case metrics = "maintenance_metrics"
  case defaults

  static let construct = "a schedule"
  static let requiredKeys: [ScheduleKey] = []

  var field: Field {
    switch self {
    case .schedule: Field(.map(.choice(of: Tier.self), of: .construct(.tier)), "The tiers and their tasks.")
    case .windows: Field(.map(.name, of: .construct(.window)), "When tiers may change things.")
    case .freeze: Field(.list(.construct(.freeze)), "Days on which nothing may be changed.")
    case .coordination:
      Field(.construct(.coordination), "Who is told what; other keys are phases, lists of activities.")
    case .metrics:
      Field(
        .either(.list(Self.metric), .map(.name, of: .either(Self.goal, .list(Self.metric)))),
        "Which figures 'maint metrics' and reports show, and their goals; by groups where there are lists.")
    case .defaults: Field(.construct(.defaults), "What holds for tasks and steps that do not say otherwise.")
    }
  }

  /// A metric of a list: its name, or the name and what is said of it.
  static let metric = Shape.either(.name, .map(.name, of: goal))

  /// What is said of one metric.
  static let goal = Shape.either(.text, .map(.text, of: .text))
}
