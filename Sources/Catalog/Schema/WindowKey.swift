import Scheduling

/// The keys of a maintenance window.
enum WindowKey: String, SchemaKey {
  case day, months, time, duration, type, timezone, cutoff
  case atWindowEnd = "at_window_end"
  case notice

  static let construct = "a window"
  static let requiredKeys: [WindowKey] = [.time]

  var field: Field {
    switch self {
    case .day:
      Field(
        .either(.days, .filledList(.days)), "The days on which it opens, one or a list; daily unless given.")
    case .months:
      Field(
        .filledList(.month), "The months in which it opens; unless given, the first of a quarter or year, or all.")
    case .time: Field(.hours, "From when to when it is open, or as_needed.")
    case .duration: Field(.either(.duration, .choice(["variable"])), "How long it is open; must agree with time.")
    case .type: Field(.text, "What it is for, in a word of your own.")
    case .timezone: Field(.zone, "The zone of day and time; the host's unless given.")
    case .cutoff: Field(.duration, "No task starts in this last part of the window.")
    case .atWindowEnd:
      Field(
        .choice(of: WindowEnd.self), "What becomes of a change that still runs when it closes; continue unless given.")
    case .notice: Field(.timeLimit, "How long before it opens this is told to stakeholders; not unless given.")
    }
  }
}
