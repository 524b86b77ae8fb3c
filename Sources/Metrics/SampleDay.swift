import Scheduling
import Statistics

/// What the samples of one day come to.
package struct SampleDay: Sendable, Hashable {
  package var count: Int
  package var median: Double
  /// The mean time of the samples, which the median stands for: a day that is measured once, by night, is no noon.
  package var at: Timestamp
  package var least: Double
  package var greatest: Double
  package var lastAt: Timestamp
  package var last: Double

  package init(
    count: Int, median: Double, at: Timestamp, least: Double, greatest: Double, lastAt: Timestamp, last: Double
  ) {
    (self.count, self.median, self.at) = (count, median, at)
    (self.least, self.greatest, self.lastAt, self.last) = (least, greatest, lastAt, last)
  }

  /// `samples` of a day that begins at `start`, in order; nil of none.
  init?(_ samples: [(at: Timestamp, value: Double)], from start: Timestamp) {
    let values = samples.map(\.value)
    guard let median = Quantile.median(of: values), let least = values.min(), let greatest = values.max(),
      let last = samples.last
    else { return nil }
    // In whole microseconds, as the run log reckons it of a day that is thinned.
    let elapsed = samples.reduce(0) { $0 + ($1.at.microseconds - start.microseconds) }
    self.init(
      count: samples.count, median: median,
      at: Timestamp(microseconds: start.microseconds + elapsed / Int64(samples.count)), least: least,
      greatest: greatest, lastAt: last.at, last: last.value)
  }
}
