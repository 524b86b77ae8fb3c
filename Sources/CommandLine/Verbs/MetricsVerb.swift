import JSON
import Execution
import Glibc
import Reporting
import RunLog

/// `maint metrics [NAME]`: the samples of a metric, newest first, or the names of all metrics.
struct MetricsVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    guard let metric = context.invocation.argument(.metric) else { return try list(reading) }
    // A sample without its value is written as a sample is.
    guard let wanted = Sample(line: "\(metric) 0") else {
      throw CommandFailure(
        "'\(metric)' is no name of a metric", hint: "write it as name or name{label=\"value\"}", exitCode: .usage)
    }
    let last = context.invocation.number(.last) ?? 30
    let samples =
      try reading { log throws(RunLogFailure) in
        try log.samples(name: wanted.name, labels: metric.contains("{") ? wanted.labels : nil, last: last)
      } ?? []
    let nearest = samples.isEmpty ? Suggestion.nearest(to: wanted.name, among: try names(reading)) : nil
    let report = SamplesReport(metric: metric, samples: samples, nearest: nearest)
    if context.isJSON {
      context.output.write(report.json)
    } else if context.invocation.has(.plain) {
      context.output.write(report.values)
      if let absence = report.absence { context.errors.write(absence) }
    } else {
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone))
    }
    return .success
  }

  private func names(_ reading: LogReading) throws(CommandFailure) -> [String] {
    try reading { log throws(RunLogFailure) in try log.metricNames() } ?? []
  }

  private func list(_ reading: LogReading) throws(CommandFailure) -> ExitCode {
    let names = try names(reading)
    if context.isJSON {
      var json = JSONWriter(layout: .pretty)
      json.object { json in json.field("metrics", names) }
      json.lineBreak()
      context.output.write(json.bytes)
    } else {
      for name in names { context.output.write("\(name)\n") }
    }
    return .success
  }
}
