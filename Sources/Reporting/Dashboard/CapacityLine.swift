import RunLog
import Scheduling

/// What fills up or runs out, as the dashboard shows it: by the rules of the reports, in their words.
struct CapacityLine: Sendable, Hashable {
  var series: String
  var last: String
  var limit: String
  var words: String
  /// A report recommends urgently to do something about it.
  var isUrgent: Bool
  /// What shows more, less `maint`.
  var command: String?
  /// When it is there, as far as can be told.
  private var end: Timestamp

  /// So many are shown; of disks that are all full the report tells.
  static let most = 40

  /// `One series runs out or fills up`.
  static func count(_ count: Int) -> String {
    count == 1 ? "One series fills up or runs out" : "\(count) series fill up or run out"
  }

  /// What comes first is first: what a report finds urgent, and what counts its days and has a quarter left.
  static func lines(_ material: DashboardMaterial) -> [CapacityLine] {
    guard let (section, frame) = material.capacity else { return [] }
    let found = section.findings(frame).map { finding in
      let advice = finding.recommendation
      return CapacityLine(
        series: advice.subject, last: finding.last, limit: finding.limit, words: advice.words,
        isUrgent: advice.rule.isUrgent, command: advice.command, end: finding.end)
    }
    let later = section.laterExpiries(frame).map { expiry in
      CapacityLine(
        series: "\(expiry.series)", last: MetricText.decimal(expiry.left(at: frame.asOf), 0), limit: "0",
        words: expiry.words(frame), isUrgent: false, end: frame.asOf.adding(days: expiry.left(at: frame.asOf)))
    }
    return (found + later).enumerated().sorted {
      ($0.element.end, $0.offset) < ($1.element.end, $1.offset)
    }.map(\.element)
  }
}
