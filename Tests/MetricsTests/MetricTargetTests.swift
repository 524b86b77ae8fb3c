import Testing

@testable import Metrics

/// Texts of `maintenance_metrics` as numbers.
@Suite struct MetricTargetTests {
  @Test(
    arguments: [
      ("99.9", Metric.systemUptime, 99.9), (">= 99.9 %", .systemUptime, 99.9), ("1h30m", .recoveryTime, 5_400),
      ("<= 15 min", .recoveryTime, 900), ("90", .recoveryTime, 90), ("soon", .systemUptime, nil),
      ("99,9 %", .systemUptime, nil), ("99 of 100", .systemUptime, nil), ("-5 %", .maintenanceImpact, -5),
      ("5 %", .recoveryTime, nil), ("1h", .systemUptime, nil),
    ] as [(String, Metric, Double?)])
  func targetsAreNumbersOfTheirKind(_ words: String, _ metric: Metric, _ number: Double?) {
    guard let number else { return #expect(MetricTarget.reading(words, of: metric) == .noNumber) }
    #expect(MetricTarget.reading(words, of: metric) == .target(.init(value: number, better: metric.better ?? .up)))
  }

  @Test func theSideIsThatOfTheMetricUnlessItIsSaid() {
    #expect(MetricTarget.reading("1h", of: .maintenanceDuration) == .noDirection)
    #expect(MetricTarget.reading("<= 1h", of: .maintenanceDuration) == .target(.init(value: 3_600, better: .down)))
    #expect(
      MetricTarget(value: 99, better: .up).isMissed(by: 98) && !MetricTarget(value: 99, better: .up).isMissed(by: 99))
  }
}
