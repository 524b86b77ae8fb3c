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
    case .schedule: Field(.map(of: .construct("a tier")), "The tiers and their tasks.")
    case .windows: Field(.map(of: .construct("a window")), "When tiers may change things.")
    case .freeze: Field(.list(.construct("a freeze")), "Days on which nothing may be changed.")
    case .coordination: Field(.map(of: .list(.text)), "The phases of a maintenance and their activities.")
    case .metrics:
      Field(.either(.list(.name), .map(of: .either(.text, .map(of: .text)))), "What is measured, and its goals.")
    case .defaults: Field(.construct("a map of defaults"), "What holds for tasks and steps that do not say otherwise.")
    }
  }
}
