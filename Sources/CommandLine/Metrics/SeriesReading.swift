import Execution
import Metrics
import RunLog
import Scheduling

/// Reads the series that a NAME of the command line means, each by itself or put together by a label.
struct SeriesReading {
  let context: Context

  /// A series; or those that have a label in common, in the order of their names.
  struct Found {
    /// As Prometheus writes it; of those that were put together the name and the one label.
    var title: String
    var members: [(title: String, values: DatedValues, points: DailyPoints)]
    /// Of those that were put together: what has no samples any more while others have.
    var ended: [String] = []

    /// One series for all: the mean of them.
    func mean(in zone: Zone) -> (title: String, points: DailyPoints) {
      if members.count == 1 { return (title, members[0].points) }
      // Series side by side are no points of one line.
      let points = DailyPoints(meansOf: members.map { ($0.values.values, $0.values.thinned) }, in: zone)
      return ("\(title), mean of \(members.count) series", points)
    }
  }

  /// Those that have a value from `start` on and before `end`, in the order of their names. A name with labels is that of one
  /// series; without them it is that of all.
  func callAsFunction(
    _ name: String, from start: Timestamp, until end: Timestamp, in reading: LogReading
  ) throws(CommandFailure) -> [Found] {
    guard let wanted = Sample(line: "\(name) 0") else {
      throw CommandFailure(
        "\(TypedWord.quoted(name)) is no name of samples", hint: "write it as name or name{label=\"value\"}",
        exitCode: .usage)
    }
    let label = context.invocation.value(.by)
    let zone = context.zone
    return try reading { log throws(RunLogFailure) in
      var titles: [String] = []
      var found: [String: Found] = [:]
      for series in try log.series(of: wanted.name) where !name.contains("{") || series.labels == wanted.labels {
        let title = label.map { Self.title(of: series, by: $0) } ?? "\(series)"
        let values = try DatedValues(log, of: series, from: start, until: end)
        guard !values.isEmpty else { continue }
        if found[title] == nil { titles.append(title) }
        found[title, default: Found(title: title, members: [])].members.append(
          ("\(series)", values, values.points(in: zone)))
      }
      return titles.compactMap { found[$0] }.map { Self.withoutEnded($0, in: zone) }
    } ?? []
  }

  /// Those without the label are put together, too.
  private static func title(of series: SeriesKey, by label: String) -> String {
    SeriesKey(name: series.name, labels: Sample.label(label, of: series.labels) ?? "").description
  }

  /// A host that is gone is no change of the others, and its full disk fills no more.
  private static func withoutEnded(_ found: Found, in zone: Zone) -> Found {
    guard found.members.count > 1, let newest = found.members.compactMap({ $0.points.last?.point.time }).max() else {
      return found
    }
    var left = found
    left.members = []
    for member in found.members {
      if let last = member.points.last?.point.time, member.points.isSilent(from: last, to: newest) {
        left.ended.append("\(member.title) (\(member.points.clock.day(last, in: zone)))")
      } else {
        left.members.append(member)
      }
    }
    return left
  }
}
