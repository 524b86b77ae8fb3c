import Catalog
import Metrics

/// What `maintenance_metrics` of the schedules chooses and says of metrics; all of them where it is not there.
struct ChosenMetrics {
  private(set) var metrics: [Metric] = []
  /// Of metrics with a goal, as it was written.
  private(set) var targets: [Metric: String] = [:]
  /// Other samples than the usual ones: `sample: NAME`.
  private(set) var sampleNames: [Metric: String] = [:]
  /// Names that are no metrics.
  private(set) var unknown: [String] = []

  init(_ goals: [MetricGoal]) {
    let limits = ForecastLimits(goals)
    for goal in goals {
      guard let metric = Metric(rawValue: goal.name) else {
        // A series with a limit is what reports forecast.
        if !limits.knows(goal.name) { unknown.append(goal.name) }
        continue
      }
      metrics.append(metric)
      for setting in goal.settings {
        switch setting.key {
        case MetricGoal.targetKey: targets[metric] = setting.value
        case MetricGoal.sampleKey: sampleNames[metric] = setting.value
        default: break
        }
      }
    }
    if metrics.isEmpty { metrics = Metric.allCases }
  }

  /// The names of the samples that a metric is reckoned from.
  func sampleName(of metric: Metric) -> String? { sampleNames[metric] ?? metric.usualSample }
}
