import JSON
import Metrics
import Scheduling

/// `maint metrics`: the figures of a period, with those of the one before.
package struct MetricsReport: Sendable {
  package struct Line: Sendable {
    package var metric: Metric
    package var figure: MetricFigure
    package var before: MetricFigure
    /// As the schedules have it: `99.9 %`; nil: none.
    package var target: String?

    package init(metric: Metric, figure: MetricFigure, before: MetricFigure, target: String?) {
      (self.metric, self.figure, self.before, self.target) = (metric, figure, before, target)
    }
  }

  private let period: ReportPeriod
  private let lines: [Line]
  /// Names of the block that are no metrics.
  private let unknown: [String]

  package init(period: ReportPeriod, lines: [Line], unknown: [String]) {
    (self.period, self.lines, self.unknown) = (period, lines, unknown)
  }

  package func text(appearance: Appearance) -> String {
    var text = appearance.render([StyledText("Maintenance \(period.name), beside \(period.previous.name)")])
    for group in Metric.Group.allCases {
      let lines = lines.filter { $0.metric.group == group }
      if lines.isEmpty { continue }
      text += "\n" + appearance.render(table(group, lines).lines)
    }
    if !unknown.isEmpty {
      let names = unknown.map { HarmlessText.words($0) }.joined(separator: ", ")
      text += "\nnot known to maint: \(names) ('maint metrics --explain' has those that are)\n"
    }
    return text
  }

  /// One value a line and nothing else, for other programs; an empty line without data.
  package var values: String {
    lines.map { line in (line.figure.value.map { MetricValue($0).description } ?? "") + "\n" }.joined()
  }

  private func table(_ group: Metric.Group, _ lines: [Line]) -> Table {
    let hasTarget = lines.contains { $0.target != nil }
    var columns: [Table.Column] = [
      .init(heading: group.rawValue.uppercased()), .init(heading: "VALUE", isRight: true),
      .init(heading: "CHANGE", isRight: true),
    ]
    if hasTarget { columns.append(.init(heading: "TARGET")) }
    columns.append(.init(heading: ""))
    let width = (Metric.allCases.map(\.rawValue.count).max() ?? 0)
    let rows = lines.map { line -> [StyledText] in
      let name = line.metric.rawValue
      var row = [StyledText(name + String(repeating: " ", count: width - name.count))]
      switch line.figure {
      case .value(let value), .atLeast(let value, _):
        row.append(StyledText(MetricText.figure(value, line.figure, line.metric.unit)))
        row.append(change(of: line, to: value))
      case .noData: row += [StyledText("no data", .faint), StyledText("")]
      }
      if hasTarget {
        row.append(StyledText(HarmlessText.words(line.targetWords), line.missesTarget == true ? .bad : .plain))
      }
      return row + [StyledText(line.figure.reason ?? line.figure.doubt ?? "", .faint)]
    }
    return Table(columns: columns, rows: rows)
  }

  private func change(of line: Line, to value: Double) -> StyledText {
    guard let before = line.before.value else { return StyledText("new", .faint) }
    let words = MetricText.change(from: before, to: value, line.metric.unit)
    if words.isEmpty { return StyledText("=", .faint) }
    guard let better = line.metric.better else { return StyledText(words) }
    return StyledText(words, (value > before) == (better == .up) ? .good : .bad)
  }

  /// `period` and `previous`, each `name`, `first` and `last`, days of the host's calendar; `metrics`, each `name`, `group`,
  /// `unit`, `value`, null without data, `no_data`, why, or null, `at_least`, why it may be more, or null, `previous`, the value of the period before, or null, and
  /// `target`, as the schedules have it, or null, `missed`, whether the value misses it, null where that cannot be told; `unknown`, names in the schedules that are no metrics.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("period") { $0.period(period) }
      json.field("previous") { $0.period(period.previous) }
      json.field("metrics") { json in
        json.array { json in
          for line in lines {
            json.object { json in
              json.field("name", line.metric.rawValue)
              json.field("group", line.metric.group.rawValue)
              json.field("unit", line.metric.unit.rawValue)
              json.field("value", line.figure.value)
              json.field("no_data", line.figure.reason)
              json.field("at_least", line.figure.doubt)
              json.field("previous", line.before.value)
              json.field("target", line.target)
              json.field("missed") { json in
                if let missed = line.missesTarget { json.value(missed) } else { json.null() }
              }
            }
          }
        }
      }
      json.field("unknown", unknown)
    }
    json.lineBreak()
    return json.text
  }
}

extension JSONWriter {
  fileprivate mutating func period(_ period: ReportPeriod) {
    object { json in
      json.field("name", period.name)
      json.field("first", "\(period.first)")
      json.field("last", "\(period.end.adding(days: -1))")
    }
  }
}
