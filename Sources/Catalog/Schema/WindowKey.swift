/// The keys of a maintenance window.
enum WindowKey: String, SchemaKey {
  case day, time, duration, type, timezone, cutoff

  static let construct = "a window"
  static let requiredKeys: [WindowKey] = [.time]

  var field: Field {
    switch self {
    case .day: Field(.days, "The days on which it opens; every day unless given.")
    case .time: Field(.hours, "From when to when it is open, or as_needed.")
    case .duration: Field(.either(.duration, .choice(["variable"])), "How long it is open; must agree with time.")
    case .type: Field(.text, "What it is for, in a word of your own.")
    case .timezone: Field(.zone, "The zone of day and time; the host's unless given.")
    case .cutoff: Field(.duration, "No task starts in this last part of the window.")
    }
  }
}
