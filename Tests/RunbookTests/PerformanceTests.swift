import Foundation
import Testing

private let name = "performance_monitoring"

/// What the host does, compared with samples that a small runbook put on record.
@Suite struct PerformanceTests {
  private static let quick = ["sample_seconds": "1", "top": "0"]

  /// Puts the values of each metric on record, the first the oldest, in one step.
  private func record(_ samples: [String: [Double]], in place: Place) throws {
    let lines = samples.sorted { $0.key < $1.key }.flatMap { metric, values in values.map { "\(metric) \($0)" } }
    try place.write(
      "history",
      "precheck:\n  - run: |\n      cat >> \"$MAINT_METRICS\" << 'END'\n"
        + lines.map { "      \($0)\n" }.joined() + "      END\n")
    try place.run("history").expect("succeeded")
    place.useShipped()
  }

  @Test(arguments: Account.available)
  func withoutHistoryNothingIsJudged(account: Account) throws {
    let place = try Place(account)
    let report = try place.run(name, ["sample_seconds": "1"]).expect("succeeded").isQuiet()
    report.summarises("as yet with fewer than 10 earlier samples", "- most processor time:", "- most memory:")
    for metric in ["maint_cpu_busy_percent", "maint_memory_in_use_percent"] {
      #expect((0...100).contains(try #require(report.metrics[metric])))
    }
  }

  /// 90 is the median, 2.5 the median deviation, and 3 of them are less than the 10 that are worth a warning.
  @Test func farFromTheMedianWarns() throws {
    let place = try Place()
    let history = [85.0, 95, 86, 94, 87, 93, 88, 92, 89, 91]
    try record(["maint_memory_in_use_percent": history.map { $0 + 1000 }], in: place)
    let report = try place.run(name, Self.quick).expect("succeeded")
    report.warns("of memory in use (median of 10: 1090, usual within 10 of it)")
    #expect(report.warnings.count == 1, "\(report.warnings)")
    #expect(report.outcome(of: "usual") == "warned")
  }

  @Test func nineSamplesAreTooFewUnlessNineAreAskedFor() throws {
    let place = try Place()
    try record(["maint_memory_in_use_percent": Array(repeating: 1000, count: 9)], in: place)
    try place.run(name, Self.quick).expect("succeeded").isQuiet()
    try place.run(name, Self.quick.merging(["min_samples": "9"]) { $1 }).expect("succeeded")
      .warns("of memory in use (median of 10: 1000, usual within 10 of it)")
  }

  /// A host whose figures vary widely is not warned about for one more that does.
  @Test func withinTheDeviationsItIsUsual() throws {
    let place = try Place()
    try record(["maint_memory_in_use_percent": [100, 60, 70, 80, 90, 95, 40, 30, 20, 10, 0, 5, 50]], in: place)
    let report = try place.run(name, Self.quick).expect("succeeded").isQuiet()
    report.summarises("of memory in use (median of 13: 50, usual within 90 of it)")
    try place.run(name, Self.quick.merging(["deviations": "0.1"]) { $1 }).expect("succeeded")
    // Only the latest count, however many there are.
    try record(["maint_memory_in_use_percent": Array(repeating: 1000, count: 30)], in: place)
    try place.run(name, Self.quick).warns("median of 30: 1000")
  }

  /// Figures with a label each have a history of their own, told in units that are easily read.
  @Test func labelsAndLargeFigures() throws {
    let place = try Place()
    let metrics = try place.run(name, Self.quick).expect("succeeded").metrics.keys
    let received = metrics.filter { $0.hasPrefix("maint_network_received_bytes_per_second{") }
    guard let metric = received.sorted().first else { return print("not shown: this host has no network interface") }
    try record([metric: Array(repeating: 1_048_576e6, count: 30)], in: place)
    let report = try place.run(name, Self.quick).expect("succeeded")
    report.warns("MiB/s received", "(median of 30: 1000000.00, usual within 1.00 of it)")
  }
}
