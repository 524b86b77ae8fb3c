import RunLog
import Scheduling

/// What reaches its limit soon, or runs out, as the dashboard shows it: in the words of the reports.
struct CapacityLine: Sendable, Hashable {
  var series: String
  var last: String
  var limit: String
  var words: String
  /// It is there, or will be within days.
  var isUrgent: Bool
  /// When it is there; what is there already comes first.
  private var end: Timestamp

  /// Sooner than that somebody has to do something about it now.
  private static let urgent = Duration.seconds(7 * 86_400)

  /// So many are shown; of disks that are all full the report tells.
  static let most = 40

  /// What comes first is first.
  static func lines(_ material: DashboardMaterial) -> [CapacityLine] {
    guard let (section, frame) = material.capacity else { return [] }
    let filling = section.near(frame).compactMap { entry in
      entry.arrival.map { end in
        CapacityLine(
          series: entry.title, last: MetricText.significant(entry.last), limit: MetricText.significant(entry.limit),
          words: section.words(entry, frame), isUrgent: end - frame.asOf < urgent, end: end)
      }
    }
    let ending = section.nearExpiries(frame).map { expiry in
      let left = expiry.left(at: frame.asOf)
      return CapacityLine(
        series: "\(expiry.series)", last: MetricText.decimal(left, 0), limit: "0", words: expiry.words(frame),
        isUrgent: left < 7, end: frame.asOf + .seconds(Int(max(-1e9, left * 86_400).rounded())))
    }
    return (filling + ending).enumerated().sorted {
      ($0.element.end, $0.offset) < ($1.element.end, $1.offset)
    }.map(\.element)
  }
}
