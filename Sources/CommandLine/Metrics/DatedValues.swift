import Metrics
import RunLog
import Scheduling

/// The values of a series as trends take them: the samples, and of the days whose samples were thinned what is left of them.
struct DatedValues {
  let values: [(at: Timestamp, value: Double)]
  let thinned: [SampleDay]

  init(
    _ log: RunLog, of series: SeriesKey, from start: Timestamp, until end: Timestamp
  ) throws(RunLogFailure) {
    values = try log.samples(of: series, from: start, until: end).map { ($0.at, $0.value) }
    thinned = try log.dayMedians(of: series, from: start, until: end).map {
      SampleDay(
        count: $0.count, median: $0.median, at: $0.at, least: $0.least, greatest: $0.greatest, lastAt: $0.last.at,
        last: $0.last.value)
    }
  }

  var isEmpty: Bool { values.isEmpty && thinned.isEmpty }

  func points(in zone: Zone) -> DailyPoints { DailyPoints(values, thinned: thinned, in: zone) }
}
