import Execution
import Metrics
import RunLog
import Scheduling

/// Reads the series that a NAME of the command line means, each by itself or put together by a label.
struct SeriesReading {
  let context: Context

  struct Found {
    /// As Prometheus writes it; of those that were put together the name and the one label.
    var title: String
    var points: DailyPoints
  }

  /// Those that have a value from `start` on and before `end`, in the order of their names. A name with labels is that of one
  /// series; without them it is that of all.
  func callAsFunction(
    _ name: String, from start: Timestamp, until end: Timestamp, in reading: LogReading
  ) throws(CommandFailure) -> [Found] {
    guard let wanted = Sample(line: "\(name) 0") else {
      throw CommandFailure(
        "'\(name)' is no name of samples", hint: "write it as name or name{label=\"value\"}", exitCode: .usage)
    }
    let label = context.invocation.value(.by)
    let zone = context.zone
    return try reading { log throws(RunLogFailure) in
      var titles: [String] = []
      var found: [String: [DatedValues]] = [:]
      for series in try log.series(of: wanted.name) where !name.contains("{") || series.labels == wanted.labels {
        let title = label.map { Self.title(of: series, by: $0) } ?? "\(series)"
        let values = try DatedValues(log, of: series, from: start, until: end)
        guard !values.isEmpty else { continue }
        if found[title] == nil { titles.append(title) }
        found[title, default: []].append(values)
      }
      return titles.map { title in
        let series = found[title] ?? []
        // Series side by side are no points of one line: of a day the mean of them counts.
        let points =
          series.count == 1
          ? series[0].points(in: zone) : DailyPoints(meansOf: series.map { ($0.values, $0.medians) }, in: zone)
        return Found(title: series.count == 1 ? title : "\(title), mean of \(series.count) series", points: points)
      }
    } ?? []
  }

  /// Those without the label are put together, too.
  private static func title(of series: SeriesKey, by label: String) -> String {
    SeriesKey(name: series.name, labels: Sample.label(label, of: series.labels) ?? "").description
  }
}
