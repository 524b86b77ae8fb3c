import Catalog
import Metrics
import Reporting

/// To which limits series are forecast: percentages to the usual one, others to that of their entry in `maintenance_metrics`,
/// which may name another for a percentage, too: `maint_database_bytes: {limit: 5e11, from: below}`.
struct ForecastLimits {
  private var limits: [String: Double] = [:]
  private var sides: [String: SeriesLimit.Side] = [:]
  /// Whether the entries of the schedules could be read.
  private(set) var isKnown = true

  /// `goals`: nil where the schedules cannot be read.
  init(read goals: [MetricGoal]?) {
    self.init(goals ?? [])
    isKnown = goals != nil
  }

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
    guard name.hasSuffix(CapacitySection.suffix), said != nil || SeriesLimit.hasUsualLimit(name: name) else {
      return nil
    }
    let usual = CapacitySection.usualLimit
    // Where nobody says otherwise a percentage is not to be as much: also one that has been for longer than it has not.
    let side = said ?? named ?? .below
    return SeriesLimit(side == .above ? 100 - usual : usual, from: side)
  }

  /// Those to which somebody has given a limit, but for these, sorted.
  func names(without measured: Set<String>) -> [String] { limits.keys.filter { !measured.contains($0) }.sorted() }

  /// From which side the samples of a name reach a limit, where somebody has said it.
  func side(of name: String) -> SeriesLimit.Side? { sides[name] }

  /// Whether an entry is about a series that is forecast, and so no metric that nobody knows.
  func knows(_ name: String) -> Bool { limits[name] != nil || sides[name] != nil }
}
