import Metrics
import Scheduling

/// Figures of metrics as people read them.
enum MetricText {
  /// `99.98 %`, `1h30m`, `12.3 a week`, `+4.2 %`.
  static func value(_ value: Double, _ unit: Metric.Unit) -> String {
    switch unit {
    case .percent: "\(decimal(value, 2)) %"
    case .seconds: duration(value)
    case .runsPerWeek: "\(decimal(value, 1)) a week"
    case .percentChange: "\(value > 0 ? "+" : "")\(decimal(value, 1)) %"
    case .sampleUnits, .sampleUnitsPerTask: decimal(value, 2)
    }
  }

  /// That it may be more, too.
  static func figure(_ value: Double, _ figure: MetricFigure, _ unit: Metric.Unit) -> String {
    (figure.doubt == nil ? "" : "at least ") + Self.value(value, unit)
  }

  /// How it differs from the value before, with its sign; empty where it does not.
  static func change(from before: Double, to value: Double, _ unit: Metric.Unit) -> String {
    let difference = value - before
    let words =
      switch unit {
      case .percent, .percentChange: decimal(difference, 2)
      case .seconds: duration(difference)
      case .runsPerWeek, .sampleUnits, .sampleUnitsPerTask: decimal(difference, 2)
      }
    if !words.contains(where: { ("1"..."9").contains($0) }) { return "" }
    return difference > 0 ? "+" + words : words
  }

  /// Milliseconds below ten seconds, then whole seconds, and from a day on minutes.
  private static func duration(_ seconds: Double) -> String {
    let milliseconds = (seconds * 1_000).rounded()
    guard milliseconds.magnitude < 0x1p53 else { return decimal(seconds, 0) + "s" }
    let step: Double = milliseconds.magnitude < 10_000 ? 1 : milliseconds.magnitude < 86_400_000 ? 1_000 : 60_000
    return DurationText.format(.milliseconds(Int64((milliseconds / step).rounded() * step)))
  }

  /// At most so many digits after the point, none for nothing.
  static func decimal(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 0x1p53 else { return "\(value)" }
    let (whole, rest) = Int64(scaled).quotientAndRemainder(dividingBy: Int64(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    var fraction = "\(rest)"
    fraction = String(repeating: "0", count: digits - fraction.count) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(sign)\(whole).\(fraction)"
  }

  /// Four significant digits, as far as a number is not whole: `1234.6` becomes `1235`, `0.012345` `0.01235`.
  static func significant(_ value: Double) -> String {
    var (digits, size) = (3, value.magnitude)
    while size >= 10, digits > 0 { (digits, size) = (digits - 1, size / 10) }
    while size > 0, size < 1, digits < 12 { (digits, size) = (digits + 1, size * 10) }
    return size > 0 && size < 1 ? "\(value)" : decimal(value, digits)
  }

  static func days(_ count: Double) -> String {
    let words = decimal(count, 1)
    return "\(words) \(words == "1" ? "day" : "days")"
  }

  /// What is left: of less than a day in hours.
  static func left(_ count: Double) -> String {
    guard count < 1 else { return days(count) }
    let words = decimal(count * 24, 1)
    return "\(words) \(words == "1" ? "hour" : "hours")"
  }

  static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + significant(value) }
}
