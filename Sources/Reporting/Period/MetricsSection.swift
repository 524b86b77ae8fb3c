import Metrics

/// The figures that the schedules choose, beside those of the period before.
package struct MetricsSection: PeriodSection {
  package var lines: [MetricsReport.Line]
  /// Names in the schedules that are no metrics.
  package var unknown: [String]

  package init(lines: [MetricsReport.Line], unknown: [String] = []) { (self.lines, self.unknown) = (lines, unknown) }

  static let name = "metrics"
  static let title = "Metrics"

  func summary(_ frame: PeriodFrame) -> Phrase? { nil }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    let hasTarget = lines.contains { $0.target != nil }
    var columns: [DocumentTable.Column] = [
      .init("metric"), .init(frame.period.name, isRight: true), .init(frame.previousName, isRight: true),
      .init("change", isRight: true),
    ]
    if hasTarget { columns.append(.init("target")) }
    var blocks: [DocumentBlock] = [.table(DocumentTable(columns, lines.map { row($0, hasTarget) }))]
    let missing = lines.filter { $0.figure.value == nil }
    if !missing.isEmpty {
      let reasons = missing.map { "\($0.metric.rawValue) (\($0.figure.reason ?? ""))" }
      blocks.append(.paragraph(Phrase("No data: \(reasons.joined(separator: ", ")).", .faint)))
    }
    let more = lines.compactMap { line in line.figure.doubt.map { "\(line.metric.rawValue) (\($0))" } }
    if !more.isEmpty { blocks.append(.paragraph(Phrase("May be more: \(more.joined(separator: ", ")).", .caution))) }
    let unread = lines.filter(\.hasUnreadTarget).map(\.metric.rawValue)
    if !unread.isEmpty {
      blocks.append(
        .paragraph(
          "Targets that nothing can be held against: \(unread.joined(separator: ", ")); " + frame.code("check")))
    }
    if !unknown.isEmpty {
      blocks.append(.paragraph("In the schedules and not known to maint: \(unknown.joined(separator: ", "))."))
    }
    blocks.append(.paragraph(Phrase("What each is: ", .faint) + frame.code("metrics --explain")))
    return blocks
  }

  private func row(_ line: MetricsReport.Line, _ hasTarget: Bool) -> [Phrase] {
    func words(_ figure: MetricFigure) -> Phrase {
      figure.value.map { Phrase(MetricText.figure($0, figure, line.metric.unit)) } ?? Phrase("no data", .faint)
    }
    let row = [Phrase(line.metric.rawValue), words(line.figure), words(line.before), Self.change(line)]
    return hasTarget ? row + [Phrase(line.targetWords, line.missesTarget == true ? .bad : .plain)] : row
  }

  private static func change(_ line: MetricsReport.Line) -> Phrase {
    guard let value = line.figure.value else { return "" }
    guard let before = line.before.value else { return Phrase("new", .faint) }
    let words = MetricText.change(from: before, to: value, line.metric.unit)
    if words.isEmpty { return Phrase("=", .faint) }
    guard let better = line.metric.better else { return Phrase(words) }
    return Phrase(words, (value > before) == (better == .up) ? .good : .bad)
  }

  /// `entries`, each as `maint metrics --json` has it: `name`, `group`, `unit`, `value`, null without data, `no_data`, why,
  /// `at_least`, why it may be more,
  /// `previous`, of the period before, or as much of it as has gone by of this one, `target`, `missed`; `unknown`.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      (
        "entries",
        .records(
          lines.map { line in
            ReportRecord([
              ("name", .text(line.metric.rawValue)), ("group", .text(line.metric.group.rawValue)),
              ("unit", .text(line.metric.unit.rawValue)), ("value", .number(line.figure.value)),
              ("no_data", .text(line.figure.reason)),
              ("at_least", .text(line.figure.doubt)), ("previous", .number(line.before.value)),
              ("target", .text(line.target)), ("missed", line.missesTarget.map(ReportValue.truth) ?? .text(nil)),
            ])
          })
      ), ("unknown", .texts(unknown)),
    ])
  }
}
