import Scheduling

/// What is left of the samples of a day of the host that were thinned, for trends and forecasts.
package struct DayMedian: Sendable, Hashable {
  package var count: Int
  package var median: Double
  /// The mean time of the samples; noon of a day that was thinned when it was not kept yet.
  package var at: Timestamp
  /// All three the median of such a day.
  package var least: Double
  package var greatest: Double
  package var last: Measurement
}
