import Scheduling
import Statistics

/// Reckons metrics from what the run log has of a period, each as its explanation says.
package struct MetricCalculation {
  let inputs: MetricInputs
  /// By the metric, the name of the samples that it is reckoned from, where that is not the usual one.
  let sampleNames: [Metric: String]
  private let work: TimeSpans
  private let begun: [MetricInputs.Run]

  package init(_ inputs: MetricInputs, sampleNames: [Metric: String] = [:]) {
    self.inputs = inputs
    self.sampleNames = sampleNames
    work = TimeSpans(inputs.runs.flatMap(\.work)).within(inputs.period)
    begun = inputs.runs.filter { $0.hasBegunTask && inputs.period.contains($0.startedAt) }
  }

  package func figure(of metric: Metric) -> MetricFigure {
    let figure = reckoned(metric)
    guard let value = figure.value, !value.isFinite else { return figure }
    return .noData("its samples come to more than a number can hold")
  }

  private func reckoned(_ metric: Metric) -> MetricFigure {
    switch metric {
    case .systemUptime: uptime
    case .maintenanceWindowDuration:
      beforeUse.map { .noData($0) } ?? .value(work.total.inSeconds)
    case .unplannedDowntime: downtime
    case .maintenanceFrequency: frequency
    case .maintenanceImpact: change(metric, runs: inputs.runs) { $0 }
    case .performanceDegradation: change(metric, runs: inputs.runs) { $0.dayAfter }
    case .recoveryTime:
      known(
        Quantile.median(of: inputs.tasks.recoveries.map(\.inSeconds)),
        inputs.tasks.rolledBack == 0
          ? "no task was rolled back" : "when it had failed is known of none of the tasks that were rolled back"
      ) { $0 }
    case .optimizationEffectiveness:
      switch change(metric, runs: inputs.runs.filter(\.hasOptimized), in: \.dayAfter) {
      case .value(let slower): .value(0 - slower)
      case let absent: absent
      }
    case .maintenanceSuccessRate: share(inputs.tasks.succeeded)
    case .rollbackFrequency: share(inputs.tasks.rolledBack)
    case .issueResolutionTime: resolution
    case .customerImpact: known(sum(of: metric), noSample(metric)) { $0 }
    case .maintenanceDuration:
      known(Quantile.median(of: begun.filter(\.isOver).map { TimeSpans($0.work).total.inSeconds }), "no run ended") {
        $0
      }
    case .resourceUtilization:
      known(work.total > .zero ? inputs.tasks.processorTime : nil, "no run") {
        $0.inSeconds / work.total.inSeconds * 100
      }
    case .costEffectiveness: cost
    case .automationLevel: share(inputs.tasks.byClock)
    }
  }

  private func known<Value>(_ value: Value?, _ absence: String, _ figure: (Value) -> Double) -> MetricFigure {
    value.map { .value(figure($0)) } ?? .noData("\(absence) in the period")
  }

  private func share(_ count: Int) -> MetricFigure {
    known(inputs.tasks.tried > 0 ? inputs.tasks.tried : nil, "no task was tried") { Double(count) / Double($0) * 100 }
  }

  private var uptime: MetricFigure {
    let boots = TimeSpans(inputs.boots)
    guard let first = boots.spans.first, let last = boots.spans.last else { return .noData("no run in the period") }
    let seen = (first.lowerBound..<last.upperBound).clamped(to: inputs.period)
    guard !seen.isEmpty else { return .noData("no run in the period") }
    return .value(boots.within(seen).total.inSeconds / (seen.upperBound - seen.lowerBound).inSeconds * 100)
  }

  /// Why nothing can be said of the period, as nothing had been run by its end; nil: something had.
  private var beforeUse: String? {
    if inputs.period.lowerBound >= inputs.now { return "the period has not begun" }
    if let first = inputs.firstRun, first < min(inputs.period.upperBound, inputs.now) { return nil }
    if inputs.period.upperBound > inputs.now { return "no run was made so far" }
    return inputs.firstRun == nil ? "no run was ever made" : "the first run was made after the period"
  }

  private var downtime: MetricFigure {
    let series = samples(of: .unplannedDowntime).map { DownTimes($0, in: inputs.period) }
    let incidents = TimeSpans(
      inputs.incidents.filter(\.isCritical).map {
        Range(from: $0.openedAt, to: min($0.resolvedAt ?? inputs.now, inputs.now))
      }
    ).within(inputs.period)
    // That nobody has opened an incident does not say that nothing was down.
    guard series.contains(where: \.isKnown) || !incidents.spans.isEmpty else {
      return .noData("\(noSample(.unplannedDowntime)), and no critical incident, in the period")
    }
    let down = incidents.joined(with: TimeSpans(series.flatMap(\.spans))).within(inputs.period)
    let left = series.count(where: \.isDownAtLast)
    let which = series.count == 1 ? "" : "\(left) of \(series.count) series of "
    let last = "the last sample of \(which)\(sampleName(of: .unplannedDowntime)) is 0"
    if down.spans.isEmpty, left > 0 { return .noData("\(last), and how long it was down is not known", isBad: true) }
    let planned = TimeSpans(inputs.runs.filter { !$0.isEmergency }.flatMap(\.work))
    let total = down.without(planned).total.inSeconds
    return left > 0 ? .atLeast(total, last) : .value(total)
  }

  private var frequency: MetricFigure {
    guard let first = inputs.firstRun else { return .noData("no run") }
    let end = min(inputs.period.upperBound, inputs.now)
    let seen = Range(from: max(first, inputs.period.lowerBound), to: end)
    guard !seen.isEmpty else { return .noData("no run in the period") }
    let length = inputs.period.length.inSeconds
    // In days of the calendar: one in which the clocks were changed has 23 or 25 hours.
    let days = (length / 86_400).rounded() * seen.length.inSeconds / length
    // A week at least: the first run of all is not so many runs a week.
    let weeks = max(1, days / 7)
    return .value(Double(begun.count) / weeks)
  }

  private var resolution: MetricFigure {
    let resolved = inputs.incidents.compactMap { incident in
      incident.resolvedAt.flatMap { inputs.period.contains($0) ? $0 - incident.openedAt : nil }
    }
    // Where the clock was set back meanwhile nobody can say, and none of no time at all may be made of it.
    let times = resolved.filter { $0 >= .zero }.map(\.inSeconds)
    let absence =
      resolved.isEmpty
      ? "no incident was resolved" : "the clock was set back before each incident was resolved that was,"
    return known(times.isEmpty ? nil : times, absence) { $0.reduce(0, +) / Double($0.count) }
  }

  private var cost: MetricFigure {
    guard let sum = sum(of: .costEffectiveness) else { return .noData("\(noSample(.costEffectiveness)) in the period") }
    return known(inputs.tasks.succeeded > 0 ? inputs.tasks.succeeded : nil, "no task succeeded") { sum / Double($0) }
  }

  /// By how many percent the median of a part of the time about a run differs from that of the day before it: the median
  /// over runs and series.
  private func change(
    _ metric: Metric, runs: [MetricInputs.Run], in part: (Range<Timestamp>) -> Range<Timestamp>
  ) -> MetricFigure {
    let series = samples(of: metric)
    guard !series.isEmpty else { return .noData("\(noSample(metric)) in the period") }
    let begun = runs.compactMap { inputs.period.contains($0.startedAt) ? $0.whole : nil }
    var changes: [Double] = []
    for samples in series {
      var (days, parts) = (SampleWindow(samples), SampleWindow(samples))
      for run in begun {
        guard let before = days.median(in: run.dayBefore), before != 0, let here = parts.median(in: part(run)) else {
          continue
        }
        changes.append((here / before - 1) * 100)
      }
    }
    return known(Quantile.median(of: changes), "no run has samples in both times") { $0 }
  }

  private func sampleName(of metric: Metric) -> String { sampleNames[metric] ?? metric.usualSample ?? "" }

  private func samples(of metric: Metric) -> [MetricInputs.Samples] { inputs.samples[sampleName(of: metric)] ?? [] }

  private func noSample(_ metric: Metric) -> String { "no sample of \(sampleName(of: metric))" }

  private func sum(of metric: Metric) -> Double? {
    let samples = samples(of: metric)
    let values = samples.flatMap { $0.values.filter { inputs.period.contains($0.at) }.map(\.value) }
    // Of what was thinned, each of the samples counts.
    let means = samples.flatMap {
      $0.thinned.filter { inputs.period.contains($0.middle) }.map { $0.mean * Double($0.count) }
    }
    return values.isEmpty && means.isEmpty ? nil : (values + means).reduce(0, +)
  }
}

extension Range<Timestamp> {
  fileprivate var length: Duration { upperBound - lowerBound }
  fileprivate var dayBefore: Range<Timestamp> { lowerBound + .seconds(-86_400)..<lowerBound }
  fileprivate var dayAfter: Range<Timestamp> { upperBound..<upperBound + .seconds(86_400) }
}

extension Duration {
  fileprivate var inSeconds: Double { Double(wholeMicroseconds) / 1_000_000 }
}
