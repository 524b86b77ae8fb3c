import Metrics
import RunLog
import Scheduling

/// The values of a series as trends take them: the samples, and of the days whose samples were thinned their medians.
struct DatedValues {
  let values: [(at: Timestamp, value: Double)]
  let medians: [(at: Timestamp, value: Double, count: Int)]

  init(
    _ log: RunLog, of series: SeriesKey, from start: Timestamp, until end: Timestamp
  ) throws(RunLogFailure) {
    values = try log.samples(of: series, from: start, until: end).map { ($0.at, $0.value) }
    medians = try log.dayMedians(of: series, from: start, until: end).map { ($0.median.at, $0.median.value, $0.count) }
  }

  var isEmpty: Bool { values.isEmpty && medians.isEmpty }

  func points(in zone: Zone) -> DailyPoints { DailyPoints(values, medians: medians, in: zone) }
}
