/// A cadence of maintenance, shortest period first; `emergency` is never due and runs only when asked.
package enum Tier: String, CaseIterable, Sendable, Hashable {
  case hourly, daily, weekly, monthly, quarterly, annual, emergency
}

extension Tier: Comparable {
  package static func < (left: Tier, right: Tier) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .hourly: 0
    case .daily: 1
    case .weekly: 2
    case .monthly: 3
    case .quarterly: 4
    case .annual: 5
    case .emergency: 6
    }
  }
}

extension Tier {
  /// By its number: the rule of the standard library for raw values would hash the name anew for every task.
  package func hash(into hasher: inout Hasher) { hasher.combine(rank) }
}
