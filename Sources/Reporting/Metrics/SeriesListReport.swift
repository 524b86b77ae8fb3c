import JSON
import RunLog
import Scheduling

/// `maint sample list`: what is measured.
package struct SeriesListReport: Sendable {
  /// Each with the newest value that is not of the future; nil: there is none.
  private let series: [(series: SeriesKey, latest: Measurement?)]
  private let future: [SeriesKey: Measurement]

  /// `future`: the newest samples of those that a clock dated that was ahead.
  package init(series: [(series: SeriesKey, latest: Measurement)], future: [SeriesKey: Measurement] = [:]) {
    let known = Set(series.map(\.series))
    let others = future.keys.filter { !known.contains($0) }.map { (series: $0, latest: Measurement?.none) }
    self.series = (series.map { ($0.series, $0.latest) } + others).sorted { $0.series < $1.series }
    self.future = future
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if series.isEmpty { return "Nothing was measured yet: steps do it with $MAINT_METRICS, and 'maint sample add'.\n" }
    let clock = ClockText(zone: zone)
    let rows = series.map { entry -> [StyledText] in
      [
        StyledText(HarmlessText.words("\(entry.series)")),
        StyledText(entry.latest.map { "\(MetricValue($0.value))" } ?? "none"),
        StyledText(entry.latest.map { clock.dateAndTime($0.at) } ?? "", .faint),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "SERIES"), .init(heading: "LATEST", isRight: true), .init(heading: "AT"),
    ]
    return appearance.render(Table(columns: columns, rows: rows).lines + ahead(clock))
  }

  /// Of samples that lie in the future.
  private func ahead(_ clock: ClockText) -> [StyledText] {
    guard let latest = future.values.map(\.at).max() else { return [] }
    let words =
      "\(Count(future.count, "series", "series")) \(future.count == 1 ? "has" : "have") samples of the future, up to "
      + "\(clock.dateAndTime(latest)): a clock was ahead; they do not count until then"
    return [StyledText(""), StyledText(words, .caution)]
  }

  /// `series`, each `name`, `labels` as between the braces of Prometheus' text format, `value`, the latest, and `at`, both null
  /// where all samples are of the future; `future_at`, null or the latest time of those that a clock dated that was ahead.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("series") { json in
        json.array { json in
          for entry in series {
            json.object { json in
              json.field("name", entry.series.name)
              json.field("labels", entry.series.labels)
              json.field("value", entry.latest?.value)
              json.field("at", entry.latest?.at)
              json.field("future_at", future[entry.series]?.at)
            }
          }
        }
      }
    }
    json.lineBreak()
    return json.text
  }
}
