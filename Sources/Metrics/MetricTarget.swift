import Scheduling

/// What `maintenance_metrics` aims at for a metric, as a number: `99.9`, `99.9 %`, `>= 99.9 %`, `<= 1h30m`.
package struct MetricTarget: Sendable, Hashable {
  package enum Reading: Sendable, Hashable {
    case target(MetricTarget)
    case noNumber
    /// Of the metric neither more nor less is better by itself, and the text does not say which is aimed at.
    case noDirection
  }

  package var value: Double
  /// `up`: as much at least.
  package var better: Metric.Direction

  package static func reading(_ words: String, of metric: Metric) -> Reading {
    let mark = words.first { $0 != " " }
    let said: Metric.Direction? =
      switch mark {
      case ">", "≥": .up
      case "<", "≤": .down
      default: nil
      }
    guard let value = number(words.drop { " <>=≤≥".contains($0) }, metric.unit) else { return .noNumber }
    guard let better = said ?? metric.better else { return .noDirection }
    return .target(MetricTarget(value: value, better: better))
  }

  package func isMissed(by value: Double) -> Bool { better == .up ? value < self.value : value > self.value }

  private static func number(_ text: Substring, _ unit: Metric.Unit) -> Double? {
    if unit == .seconds, let duration = DurationText.parse(text) {
      return Double(duration.wholeMicroseconds) / 1_000_000
    }
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    let rest = text.dropFirst(number.count).filter { $0 != " " }
    let hasUnit = rest == "%" && (unit == .percent || unit == .percentChange)
    return rest.isEmpty || hasUnit ? Double(number) : nil
  }
}
