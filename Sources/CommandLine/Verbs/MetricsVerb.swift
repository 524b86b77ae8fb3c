import JSON
import Execution
import Glibc
import Metrics
import Reporting
import RunLog
import Scheduling

/// `maint metrics [NAME]`: the figures of a period, one of them, or the samples of a name.
struct MetricsVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    if context.invocation.has(.prometheus) { return try prometheus() }
    let name = context.invocation.argument(.metric)
    let metric = name.flatMap(Metric.init(rawValue:))
    // Figures have periods, and samples are counted.
    if let name, metric == nil || context.invocation.value(.last) != nil {
      try refusePeriodOfSamples()
      return try samples(of: name)
    }
    guard context.invocation.value(.last) == nil, !context.invocation.has(.plain) || metric != nil else {
      throw CommandFailure(
        "\(context.invocation.has(.plain) ? Option.plain.flag : Option.last.flag) is about one NAME",
        hint: "'maint metrics NAME'; 'maint sample list' has the names", exitCode: .usage)
    }
    let catalog = try context.loadSchedulesIfThere()
    let chosen = ChosenMetrics(catalog?.metrics ?? [])
    if context.invocation.has(.explain) { return explain(metric.map { [$0] } ?? Metric.allCases, chosen) }
    return try figures(metric.map { [$0] } ?? chosen.metrics, chosen)
  }

  private func prometheus() throws(CommandFailure) -> ExitCode {
    if let name = context.invocation.argument(.metric) {
      throw CommandFailure(
        "\(Option.prometheus.flag) prints all there is, so '\(TypedWord.harmless(name))' is too much",
        hint: "maint metrics --prometheus | grep NAME", exitCode: .usage)
    }
    let text = try PrometheusReading(context, at: SystemClock.wall()).report().text
    if let path = context.invocation.value(.output), path != "-" {
      try PublishedFile.write(text.utf8, to: path)
    } else {
      context.output.write(text)
    }
    // What the run log says is told all the same: whoever watches sees that the project is not valid.
    try context.requireNamedProject()
    return .success
  }

  private func explain(_ metrics: [Metric], _ chosen: ChosenMetrics) -> ExitCode {
    let report = MetricExplanationReport(metrics, sampleNames: chosen.sampleNames)
    context.output.write(context.isJSON ? report.json : report.text)
    return .success
  }

  private func figures(_ metrics: [Metric], _ chosen: ChosenMetrics) throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let zone = context.zone
    let period = try context.period(now: now, in: zone)
    let reading = try LogReading(context)
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    let names = Set(metrics.compactMap(chosen.sampleName))
    let periods = [period, period.previous]
    let inputs =
      try reading { log throws(RunLogFailure) in
        let reading = try MetricReading(log: log, zone: zone, now: now)
        return try periods.map { period throws(RunLogFailure) in
          try reading.inputs(for: period, sampleNames: names)
        }
      } ?? periods.map { MetricInputs(period: $0.span(in: zone), now: now) }
    let calculations = inputs.map { MetricCalculation($0, sampleNames: chosen.sampleNames) }
    let lines = metrics.map { metric in
      MetricsReport.Line(
        metric: metric, figure: calculations[0].figure(of: metric), before: calculations[1].figure(of: metric),
        target: chosen.targets[metric])
    }
    let isOne = context.invocation.argument(.metric) != nil
    let report = MetricsReport(period: period, lines: lines, unknown: isOne ? [] : chosen.unknown)
    if context.isJSON {
      context.output.write(report.json)
    } else if context.invocation.has(.plain) {
      context.output.write(report.values)
    } else {
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    }
    return .success
  }

  private func refusePeriodOfSamples() throws(CommandFailure) {
    for option in [Option.period, .explain] where context.invocation.has(option) {
      throw CommandFailure(
        "\(option.flag) is about figures, and '\(context.invocation.argument(.metric) ?? "")' is the name of samples",
        hint: "'maint metrics --explain' has the figures; of samples, --last N", exitCode: .usage)
    }
  }

  private func samples(of metric: String) throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    // A sample without its value is written as a sample is.
    guard let wanted = Sample(line: "\(metric) 0") else {
      throw CommandFailure(
        "\(TypedWord.quoted(metric)) is no name of a metric", hint: "write it as name or name{label=\"value\"}",
        exitCode: .usage)
    }
    let last = context.invocation.number(.last) ?? Option.samplesListed
    let samples =
      try reading { log throws(RunLogFailure) in
        try log.samples(name: wanted.name, labels: metric.contains("{") ? wanted.labels : nil, last: last)
      } ?? []
    let series = samples.isEmpty ? try reading { log throws(RunLogFailure) in try log.series() } ?? [] : []
    let names = samples.isEmpty ? Set(series.map(\.name)).sorted() + Metric.allCases.map(\.rawValue) : []
    let isThinned = series.contains { series in
      series.name == wanted.name && (!metric.contains("{") || series.labels == wanted.labels)
    }
    let report = SamplesReport(
      metric: metric, samples: samples, nearest: Suggestion.nearest(to: wanted.name, among: names),
      trend: isThinned ? NextCommand(context)("trend \(wanted.name) --last 1100d") : nil)
    if context.isJSON {
      context.output.write(report.json)
    } else if context.invocation.has(.plain) {
      context.output.write(report.values)
      if let absence = report.absence { context.errors.write(absence) }
    } else {
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone))
      // Somebody has mistyped it; scripts ask for what is yet to be measured.
      if samples.isEmpty, !names.contains(wanted.name) { return .notFound }
    }
    return .success
  }
}
