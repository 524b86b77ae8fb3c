import Reporting
import RunLog
import Scheduling

/// Which of many series the dashboard draws: those nearest to their limits, then one of each name.
struct DrawnSeries {
  /// What was measured in the days that are shown, in the order in which it is drawn as far as there is room.
  let order: [SeriesKey]

  /// More with a limit leave no room for what has none.
  private static let mostLimited = 8

  /// `urgent`: the series that run out soon, the first one first, as Prometheus writes them.
  init(_ known: [(series: SeriesKey, latest: Measurement)], _ limits: ForecastLimits, urgent: [String]) {
    let ranks = Dictionary(urgent.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    let near = known.compactMap { series, latest -> (rank: Int, distance: Double, series: SeriesKey)? in
      Self.distance(series, latest, limits).map { (ranks["\(series)"] ?? .max, $0, series) }
    }.sorted {
      ($0.rank, $0.distance) == ($1.rank, $1.distance)
        ? $0.series < $1.series : ($0.rank, $0.distance) < ($1.rank, $1.distance)
    }.map(\.series)
    let first = near.prefix(Self.mostLimited)
    // The first name may have hundreds of labels: one of each name, then a second of each.
    let (chosen, limited) = (Set(first), Set(near))
    let others = near.dropFirst(first.count) + known.map(\.series).filter { !limited.contains($0) }.sorted()
    var rounds: [String: Int] = [:]
    for series in chosen { rounds[series.name, default: 0] += 1 }
    var placed: [(round: Int, place: Int, series: SeriesKey)] = []
    for (place, series) in others.enumerated() {
      placed.append((rounds[series.name, default: 0], place, series))
      rounds[series.name, default: 0] += 1
    }
    placed.sort { ($0.round, $0.place) < ($1.round, $1.place) }
    order = first + placed.map(\.series)
  }

  /// How far a series is from its limit, from 0 on; nil: it has none.
  private static func distance(_ series: SeriesKey, _ latest: Measurement, _ limits: ForecastLimits) -> Double? {
    if let limit = limits.limit(of: series.name) {
      return LimitedSeries(series: series, latest: latest, limit: limit).distance
    }
    // What is a quarter away is as far as what is nowhere near.
    return CapacitySection.Expiry(series, latest).map { max(0, $0.daysLeft / Double(CapacitySection.nearDays)) }
  }
}
