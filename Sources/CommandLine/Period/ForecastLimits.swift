import Catalog
import Metrics
import Reporting

/// To which limits series are forecast: percentages to the usual one, others to that of their entry in `maintenance_metrics`,
/// which may name another for a percentage, too: `maint_database_bytes: {limit: 5e11, from: below}`.
struct ForecastLimits {
  private var limits: [String: Double] = [:]
  private var sides: [String: SeriesLimit.Side] = [:]

  init(_ goals: [MetricGoal]) {
    for goal in goals {
      for setting in goal.settings {
        switch setting.key {
        case MetricGoal.limitKey: limits[goal.name] = SeriesLimit.number(setting.value)
        case MetricGoal.sideKey: sides[goal.name] = SeriesLimit.Side(rawValue: setting.value)
        default: break
        }
      }
    }
  }

  /// Of the samples of a name; nil: they have none.
  func limit(of name: String) -> SeriesLimit? {
    let (said, named) = (sides[name], SeriesLimit.side(ofName: name))
    if let limit = limits[name] { return SeriesLimit(limit, from: said) }
    guard name.hasSuffix(CapacitySection.suffix) else { return nil }
    let usual = CapacitySection.usualLimit
    return SeriesLimit((said ?? named) == .above ? 100 - usual : usual, from: said)
  }

  /// From which side the samples of a name reach a limit, where somebody has said it.
  func side(of name: String) -> SeriesLimit.Side? { sides[name] }

  /// Whether an entry is about a series that is forecast, and so no metric that nobody knows.
  func knows(_ name: String) -> Bool { limits[name] != nil || sides[name] != nil }
}
