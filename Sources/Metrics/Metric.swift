/// A figure about maintenance as a whole, by its name in `maintenance_metrics`.
///
/// What each one is stands in its definition; how it is reckoned, in `MetricCalculation`.
package enum Metric: String, Sendable, CaseIterable {
  case systemUptime = "system_uptime"
  case maintenanceWindowDuration = "maintenance_window_duration"
  case unplannedDowntime = "unplanned_downtime"
  case maintenanceFrequency = "maintenance_frequency"

  case maintenanceImpact = "maintenance_impact"
  case performanceDegradation = "performance_degradation"
  case recoveryTime = "recovery_time"
  case optimizationEffectiveness = "optimization_effectiveness"

  case maintenanceSuccessRate = "maintenance_success_rate"
  case rollbackFrequency = "rollback_frequency"
  case issueResolutionTime = "issue_resolution_time"
  case customerImpact = "customer_impact"

  case maintenanceDuration = "maintenance_duration"
  case resourceUtilization = "resource_utilization"
  case costEffectiveness = "cost_effectiveness"
  case automationLevel = "automation_level"
}

extension Metric {
  /// The parts of the block `maintenance_metrics`.
  package enum Group: String, Sendable, CaseIterable {
    case availability, performance, quality, efficiency
  }

  package var group: Group {
    switch self {
    case .systemUptime, .maintenanceWindowDuration, .unplannedDowntime, .maintenanceFrequency: .availability
    case .maintenanceImpact, .performanceDegradation, .recoveryTime, .optimizationEffectiveness: .performance
    case .maintenanceSuccessRate, .rollbackFrequency, .issueResolutionTime, .customerImpact: .quality
    case .maintenanceDuration, .resourceUtilization, .costEffectiveness, .automationLevel: .efficiency
    }
  }

  /// What its number counts.
  package enum Unit: String, Sendable {
    case percent, seconds
    case runsPerWeek = "runs_per_week"
    /// A change in percent: negative is less.
    case percentChange = "percent_change"
    /// Whatever unit its samples have, added up.
    case sampleUnits = "sample_units"
    case sampleUnitsPerTask = "sample_units_per_task"
  }

  package var unit: Unit {
    switch self {
    case .systemUptime, .maintenanceSuccessRate, .rollbackFrequency, .resourceUtilization, .automationLevel: .percent
    case .maintenanceWindowDuration, .unplannedDowntime, .recoveryTime, .issueResolutionTime, .maintenanceDuration:
      .seconds
    case .maintenanceFrequency: .runsPerWeek
    case .maintenanceImpact, .performanceDegradation, .optimizationEffectiveness: .percentChange
    case .customerImpact: .sampleUnits
    case .costEffectiveness: .sampleUnitsPerTask
    }
  }

  /// Which way is the better one; nil: neither is good or bad by itself.
  package enum Direction: Sendable { case up, down }

  package var better: Direction? {
    switch self {
    case .systemUptime, .maintenanceSuccessRate, .automationLevel, .optimizationEffectiveness: .up
    case .unplannedDowntime, .maintenanceImpact, .performanceDegradation, .recoveryTime, .rollbackFrequency,
      .issueResolutionTime, .customerImpact, .costEffectiveness:
      .down
    case .maintenanceWindowDuration, .maintenanceFrequency, .maintenanceDuration, .resourceUtilization: nil
    }
  }

  /// The name of the samples that it is reckoned from, unless `sample:` of its entry names others; nil: from none.
  package var usualSample: String? {
    switch self {
    case .unplannedDowntime: "maint_endpoint_up"
    case .maintenanceImpact, .performanceDegradation, .optimizationEffectiveness: "maint_endpoint_seconds"
    case .customerImpact: "customer_impact"
    case .costEffectiveness: "maintenance_cost"
    default: nil
    }
  }
}
