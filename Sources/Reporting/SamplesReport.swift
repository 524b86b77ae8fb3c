import JSON
import RunLog
import Scheduling

/// `maint metrics NAME`: the values of a metric, in the order given.
package struct SamplesReport: Sendable {
  private let metric: String
  private let samples: [SampleRecord]
  private let nearest: String?
  private let trend: String?

  /// `nearest`: the metric that was probably meant, where there are no samples. `trend`: the command that shows what has become
  /// of those that there were, where all were thinned.
  package init(metric: String, samples: [SampleRecord], nearest: String? = nil, trend: String? = nil) {
    self.metric = metric
    self.samples = samples
    self.nearest = nearest
    self.trend = trend
  }

  /// nil where there are samples.
  package var absence: String? {
    guard samples.isEmpty else { return nil }
    if let trend {
      return
        "No samples of \(HarmlessText.words(metric)) as they were taken: what there was is old, and thinned to means.\n"
        + "hint: \(trend) shows them\n"
    }
    let hint = nearest.map { "; did you mean '\(HarmlessText.words($0))'?" } ?? "."
    return "No samples of \(HarmlessText.words(metric)): no step has reported it yet\(hint)\n"
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if let absence { return absence }
    let clock = ClockText(zone: zone)
    let hasLabels = samples.contains { !$0.labels.isEmpty }
    let rows = samples.map { sample -> [StyledText] in
      let cells = [
        StyledText(clock.dateAndTime(sample.at)), StyledText(sample.run.map { "\($0)" } ?? ""),
        Self.number(sample.value),
      ]
      return hasLabels ? cells + [StyledText(HarmlessText.words(sample.labels))] : cells
    }
    var columns: [Table.Column] = [
      .init(heading: "TIME"), .init(heading: "RUN", isRight: true), .init(heading: "VALUE", isRight: true),
    ]
    if hasLabels { columns.append(.init(heading: "LABELS")) }
    return appearance.render(Table(columns: columns, rows: rows).lines)
  }

  /// One value a line and nothing else, for other programs.
  package var values: String { samples.map { MetricValue($0.value).description + "\n" }.joined() }

  /// `metric`, and `samples`, each `at`, `run`, `labels` as between the braces of Prometheus' text format, and `value`,
  /// which is null where it is no finite number.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("metric", metric)
      json.field("samples") { json in
        json.array { json in
          for sample in samples {
            json.object { json in
              json.field("at", sample.at)
              json.field("run", sample.run)
              json.field("labels", sample.labels)
              json.field("value", sample.value)
            }
          }
        }
      }
    }
    json.lineBreak()
    return json.text
  }

  private static func number(_ value: Double) -> StyledText { StyledText("\(MetricValue(value))") }
}
