/// One of the lights of a dashboard: whether somebody has to look, as can be seen from across the room.
///
/// Each has a shape and a word besides its colour.
enum TrafficLight: String, CaseIterable, Sendable, Hashable, Comparable {
  // From what says least to what matters most.
  case noData = "no-data"
  case green, yellow, red

  static func < (left: TrafficLight, right: TrafficLight) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .noData: 0
    case .green: 1
    case .yellow: 2
    case .red: 3
    }
  }

  /// Beside the shape.
  var word: String {
    switch self {
    case .noData: "No data"
    case .green: "Good"
    case .yellow: "Look"
    case .red: "Act"
    }
  }

  /// The rule, as the page states it.
  var meaning: String {
    switch self {
    case .green:
      "each task that has run succeeded the last time it ran, none is overdue, and its backups and drills are well"
    case .yellow:
      "a task did not succeed the last time it ran, had warnings, is overdue or missed its window, or a backup "
        + "of it is missing, damaged, not copied or failed its drill"
    case .red:
      "a task left the host in doubt, was given up and has not succeeded since, can never start, or nobody is at a critical incident"
    case .noData: "no task of it has run yet: neither good nor bad"
    }
  }
}
