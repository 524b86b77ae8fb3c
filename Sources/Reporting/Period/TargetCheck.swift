import Metrics

/// Holds metrics against the targets that `maintenance_metrics` gives them.
struct TargetCheck {
  private let section: MetricsSection

  init(_ section: MetricsSection) { self.section = section }

  var missed: [Recommendation] {
    section.lines.compactMap { line in
      guard line.missesTarget == true, let value = line.figure.value, let words = line.target else { return nil }
      return Recommendation(
        .missesTarget, line.metric.rawValue,
        "\(MetricText.value(value, line.metric.unit)), and \(words) is aimed at",
        command: "metrics \(line.metric.rawValue) --explain")
    }
  }
}

extension MetricsReport.Line {
  /// nil: it has no target, or no data, or its target is no number.
  var missesTarget: Bool? {
    guard let target, let value = figure.value, case .target(let aim) = MetricTarget.reading(target, of: metric) else {
      return nil
    }
    let isMissed = aim.isMissed(by: value)
    // What may be more has met nothing.
    return isMissed || figure.doubt == nil ? isMissed : nil
  }

  /// As the table of metrics shows it.
  var targetWords: String { target.map { missesTarget == true ? "\($0), missed" : $0 } ?? "" }

  /// It has a target that no figure can be held against.
  var hasUnreadTarget: Bool {
    guard let target else { return false }
    if case .target = MetricTarget.reading(target, of: metric) { return false }
    return true
  }
}
