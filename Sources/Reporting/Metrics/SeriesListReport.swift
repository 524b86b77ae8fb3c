import JSON
import RunLog
import Scheduling

/// `maint sample list`: what is measured.
package struct SeriesListReport: Sendable {
  private let series: [(series: SeriesKey, latest: Measurement)]

  package init(series: [(series: SeriesKey, latest: Measurement)]) { self.series = series }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if series.isEmpty { return "Nothing was measured yet: steps do it with $MAINT_METRICS, and 'maint sample add'.\n" }
    let clock = ClockText(zone: zone)
    let rows = series.map { entry -> [StyledText] in
      [
        StyledText(HarmlessText.words("\(entry.series)")), StyledText("\(MetricValue(entry.latest.value))"),
        StyledText(clock.dateAndTime(entry.latest.at), .faint),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "SERIES"), .init(heading: "LATEST", isRight: true), .init(heading: "AT"),
    ]
    return appearance.render(Table(columns: columns, rows: rows).lines)
  }

  /// `series`, each `name`, `labels` as between the braces of Prometheus' text format, `value`, the latest, and `at`.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("series") { json in
        json.array { json in
          for entry in series {
            json.object { json in
              json.field("name", entry.series.name)
              json.field("labels", entry.series.labels)
              json.field("value", entry.latest.value)
              json.field("at", entry.latest.at)
            }
          }
        }
      }
    }
    json.lineBreak()
    return json.text
  }
}
