import RunLog
import Scheduling

extension CapacitySection {
  /// Something with an end, such as a certificate: a sample that counts the days left.
  package struct Expiry: Sendable {
    package var series: SeriesKey
    package var daysLeft: Double
    package var measuredAt: Timestamp

    /// nil: the series counts no days left.
    package init?(_ series: SeriesKey, _ latest: Measurement) {
      guard series.name.hasSuffix("_days_left") else { return nil }
      (self.series, daysLeft, measuredAt) = (series, latest.value, latest.at)
    }

    /// Days left at a moment, by the last measurement before it.
    func left(at moment: Timestamp) -> Double { daysLeft - Double((moment - measuredAt).components.seconds) / 86_400 }

    /// On which day it runs out, or did; nil: nobody will see it.
    func end(_ frame: PeriodFrame) -> String? {
      // A thousand years.
      guard abs(daysLeft) < 365_000 else { return nil }
      return frame.day(measuredAt + .seconds(Int((daysLeft * 86_400).rounded(.down))))
    }

    /// What was measured, and when.
    func measured(_ frame: PeriodFrame) -> String {
      "\(MetricText.decimal(daysLeft, 0)) on \(frame.day(measuredAt))"
    }

    /// By the end of the period, or by now where that is not over.
    func words(_ frame: PeriodFrame) -> String {
      let end = end(frame)
      if left(at: frame.asOf) < 0 { return "ran out" + (end.map { " on \($0)" } ?? "") }
      return "has \(MetricText.decimal(left(at: frame.asOf), 0)) days left" + (end.map { ", to \($0)" } ?? "")
    }
  }
}
