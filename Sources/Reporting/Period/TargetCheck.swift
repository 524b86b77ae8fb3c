import Metrics
import Scheduling

/// Holds metrics against the targets that `maintenance_metrics` gives them, as far as those are numbers: `99.9`, `99.9 %`,
/// `>= 99.9 %`, `1h30m`. A metric of which neither more nor less is better has none to miss.
struct TargetCheck {
  private let section: MetricsSection

  init(_ section: MetricsSection) { self.section = section }

  var missed: [Recommendation] {
    section.lines.compactMap { line in
      guard let better = line.metric.better, let value = line.figure.value, let words = line.target,
        let target = Self.number(words, line.metric.unit), better == .up ? value < target : value > target
      else { return nil }
      return Recommendation(
        .missesTarget, line.metric.rawValue,
        "\(MetricText.value(value, line.metric.unit)), and \(words) is aimed at",
        command: "metrics \(line.metric.rawValue) --explain")
    }
  }

  static func number(_ words: String, _ unit: Metric.Unit) -> Double? {
    let text = words.drop { " <>=≤≥".contains($0) }
    if unit == .seconds, let duration = DurationText.parse(text) {
      return Double(duration.wholeMicroseconds) / 1_000_000
    }
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    let rest = text.dropFirst(number.count).filter { $0 != " " }
    return rest.isEmpty || rest == "%" ? Double(number) : nil
  }
}
