import Catalog
import Reporting

/// To which limits series are forecast: percentages to the usual one, others to that of their entry in `maintenance_metrics`,
/// which may name another for a percentage, too: `maint_database_bytes: {limit: 5e11}`.
struct ForecastLimits {
  private var limits: [String: Double] = [:]

  init(_ goals: [MetricGoal]) {
    for goal in goals {
      for setting in goal.settings where setting.key == "limit" {
        let text = setting.value.hasSuffix("%") ? String(setting.value.dropLast()) : setting.value
        limits[goal.name] = Double(text.filter { $0 != " " }).flatMap { $0.isFinite ? $0 : nil }
      }
    }
  }

  /// Of the samples of a name; nil: they have none.
  func limit(of name: String) -> Double? {
    limits[name] ?? (name.hasSuffix(CapacitySection.suffix) ? CapacitySection.usualLimit : nil)
  }

  /// Whether an entry is about a series that is forecast, and so no metric that nobody knows.
  func knows(_ name: String) -> Bool { limits[name] != nil }
}
