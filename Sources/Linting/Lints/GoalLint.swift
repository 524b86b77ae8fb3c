import Catalog
import Diagnostics
import Metrics

/// Targets and limits of `maintenance_metrics` that no figure and no sample can be held against: reports would never say that
/// they are missed.
enum GoalLint {
  static func warnings(of goals: [MetricGoal]) -> [Diagnostic] {
    goals.flatMap { goal in goal.settings.compactMap { warning(goal.name, $0) } + (unknown(goal).map { [$0] } ?? []) }
  }

  /// A name alone that is no metric. What somebody's own programme counts may stand there: it is told all the same.
  private static func unknown(_ goal: MetricGoal) -> Diagnostic? {
    guard Metric(rawValue: goal.name) == nil, goal.settings.isEmpty, let place = goal.place else { return nil }
    let sample = Metric.allCases.first { $0.usualSample == goal.name }
    let nearest = NearestName.suggest(goal.name, among: Metric.allCases.map(\.rawValue))
    let hint =
      sample.map { "'\(goal.name)' is the name of the samples that '\($0.rawValue)' is reckoned from" }
      ?? nearest.map { "did you mean '\($0)'?" } ?? "maint metrics --explain has their names"
    return Diagnostic(
      .unreadableGoal, "'\(goal.name)' is no metric, so no report has it", severity: .warning, at: place, hint: hint)
  }

  private static func warning(_ name: String, _ setting: MetricGoal.Setting) -> Diagnostic? {
    switch setting.key {
    case MetricGoal.targetKey: target(name, setting)
    case MetricGoal.limitKey: limit(setting)
    case MetricGoal.sideKey where SeriesLimit.Side(rawValue: setting.value) == nil:
      warning(
        setting, "the limit is reached from above or from below, not from '\(setting.value)'",
        hint: "write from: below of what fills up, from: above of what runs out")
    case MetricGoal.sideKey, MetricGoal.sampleKey: nil
    default:
      warning(
        setting, "nothing heeds '\(setting.key)' of '\(name)'", hint: "what is heeded is target, limit, from and sample"
      )
    }
  }

  private static func target(_ name: String, _ setting: MetricGoal.Setting) -> Diagnostic? {
    guard let metric = Metric(rawValue: name) else {
      // What else it may be, nobody knows.
      guard let nearest = NearestName.suggest(name, among: Metric.allCases.map(\.rawValue)) else { return nil }
      return warning(
        setting, "'\(name)' is no metric, so nothing is held against '\(setting.value)'",
        hint: "did you mean '\(nearest)'?")
    }
    switch MetricTarget.reading(setting.value, of: metric) {
    case .target: return nil
    case .noNumber:
      return warning(
        setting, "'\(setting.value)' is no target for '\(name)', which \(metric.unit.words)",
        hint: "write it as \(metric.unit.example), also with <= or >= before it")
    case .noDirection:
      return warning(
        setting, "of '\(name)' neither more nor less is better by itself, so '\(setting.value)' is never missed",
        hint: "write \"<= \(setting.value)\" or \">= \(setting.value)\"")
    }
  }

  private static func limit(_ setting: MetricGoal.Setting) -> Diagnostic? {
    guard SeriesLimit.number(setting.value) == nil else { return nil }
    return warning(
      setting, "'\(setting.value)' is no number, so no sample is forecast to it",
      hint: "write it in the unit of the samples, as 90, 5e9 or 0.75")
  }

  private static func warning(_ setting: MetricGoal.Setting, _ message: String, hint: String) -> Diagnostic? {
    setting.place.map { Diagnostic(.unreadableGoal, message, severity: .warning, at: $0, hint: hint) }
  }
}

extension Metric.Unit {
  fileprivate var words: String {
    switch self {
    case .percent, .percentChange: "is counted in percent"
    case .seconds: "is a time"
    case .runsPerWeek, .sampleUnits, .sampleUnitsPerTask: "is a number"
    }
  }

  fileprivate var example: String {
    switch self {
    case .percent, .percentChange: "99.9 %"
    case .seconds: "15m or 1h30m"
    case .runsPerWeek, .sampleUnits, .sampleUnitsPerTask: "12.5"
    }
  }
}
