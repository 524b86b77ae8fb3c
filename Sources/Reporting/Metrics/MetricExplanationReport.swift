import JSON
import Metrics

/// `maint metrics --explain`: what each metric is.
package struct MetricExplanationReport: Sendable {
  private let metrics: [Metric]
  private let sampleNames: [Metric: String]

  /// `sampleNames`: where the schedules name other samples than the usual ones.
  package init(_ metrics: [Metric], sampleNames: [Metric: String]) {
    (self.metrics, self.sampleNames) = (metrics, sampleNames)
  }

  package var text: String {
    metrics.map { metric in
      let explanation = metric.explanation(from: sampleNames[metric].map { HarmlessText.words($0) })
      let rows = [
        ("definition", explanation.definition), ("formula", explanation.formula), ("unit", metric.unitWords),
        ("source", explanation.source),
      ].map { (left: $0.0, right: $0.1) }
      let lines = ["\(metric.rawValue)  (\(metric.group.rawValue))"] + TextColumns.table(rows, column: 14)
      return lines.map { $0 + "\n" }.joined()
    }
    .joined(separator: "\n")
  }

  /// `metrics`, each `name`, `group`, `unit`, `definition`, `formula`, `source`, `sample`: the name of the samples, or null.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("metrics") { json in
        json.array { json in
          for metric in metrics {
            json.object { json in
              let explanation = metric.explanation(from: sampleNames[metric])
              json.field("name", metric.rawValue)
              json.field("group", metric.group.rawValue)
              json.field("unit", metric.unit.rawValue)
              json.field("definition", explanation.definition)
              json.field("formula", explanation.formula)
              json.field("source", explanation.source)
              json.field("sample", sampleNames[metric] ?? metric.usualSample)
            }
          }
        }
      }
    }
    json.lineBreak()
    return json.text
  }
}

extension Metric {
  fileprivate var unitWords: String {
    switch unit {
    case .percent: "percent"
    case .seconds: "seconds, shown as a duration"
    case .runsPerWeek: "runs a week"
    case .percentChange: "percent of change: \(better == .up ? "positive" : "negative") is faster"
    case .sampleUnits: "that of its samples"
    case .sampleUnitsPerTask: "that of its samples, for each task"
    }
  }
}
