/// The parts of the page that its links lead to, by their ids.
enum Panel: String, CaseIterable, Sendable {
  case lists, days, durations, samples, capacity, backups, windows

  var title: String {
    switch self {
    case .lists: "Now"
    case .days: "The last \(HeatMap.dayCount) days"
    case .durations: "Durations"
    case .samples: "Samples"
    case .capacity: "Runs out"
    case .backups: "Backups"
    case .windows: "Windows to come"
    }
  }
}
