import JSON
import Metrics
import RunLog
import Scheduling
import Statistics

/// `maint trend`: where series go.
package struct TrendReport: Sendable {
  package struct Entry: Sendable {
    /// Of the series, or what several that were put together have in common.
    package var title: String
    package var points: DailyPoints
    package var trend: Trend
    /// What was left out of them, as it ended before the others.
    package var ended: [String]

    package init(title: String, points: DailyPoints, ended: [String] = []) {
      (self.title, self.points, self.ended) = (title, points, ended)
      trend = Trend(of: points.series)
    }
  }

  private let name: String
  private let entries: [Entry]
  private let zone: Zone

  package init(name: String, entries: [Entry], zone: Zone) {
    (self.name, self.entries, self.zone) = (name, entries, zone)
  }

  package func text(appearance: Appearance, width: Int) -> String {
    if entries.isEmpty { return "No samples of \(HarmlessText.words(name)) in this time.\n" }
    return entries.map { appearance.render(lines(of: $0, appearance, width: width)) }.joined(separator: "\n")
  }

  private func lines(of entry: Entry, _ appearance: Appearance, width: Int) -> [StyledText] {
    let points = entry.points.series.points
    guard let first = points.first, let last = entry.points.last?.point else {
      // Each has samples, but on other days.
      return [StyledText(HarmlessText.words(entry.title)), StyledText("no slope: on no day all of them have samples")]
    }
    let words = "\(date(first.time, entry)) to \(date(last.time, entry)), \(Count(entry.points.count, "sample"))"
    var lines = [
      StyledText(HarmlessText.words(entry.title)),
      StyledText(words + (entry.points.areMedians ? ", by the median of each day" : ""), .faint),
    ]
    // A point is no picture, and through two of them goes a line whatever they say.
    guard points.count > 2 else {
      // Of a day with several one point is made.
      let what = entry.points.count > points.count ? "day" : "sample"
      let few = points.count == 1 ? "one \(what) is" : "two \(what)s are"
      return lines + [StyledText("no slope: \(few) too few to tell")]
    }
    let plot = TerminalPlot(
      points: points.map { ($0.time, $0.value) }, width: max(20, min(width, 120) - 16), height: 8,
      isBraille: appearance.utf8, ends: (date(first.time, entry), date(last.time, entry)),
      marks: entry.trend.changes.map(\.time))
    lines += plot.lines.map { StyledText($0) }
    lines += Self.ended(entry.ended)
    return lines + TextColumns.table(facts(of: entry), column: 12).map { StyledText($0) }
  }

  private func facts(of entry: Entry) -> [(left: String, right: String)] {
    let trend = entry.trend
    var facts: [(left: String, right: String)] = []
    if let last = entry.points.last?.point, entry.points.areMedians {
      facts.append(("last", "\(MetricText.significant(last.value)) on \(date(last.time, entry))"))
    }
    if let part = trend.current {
      facts.append(
        ("slope", Self.words(part.slope) + (trend.changes.isEmpty ? "" : ", since \(date(part.from, entry))")))
      // What is left of values that lie on the line is how numbers are rounded.
      let size = entry.points.series.points.map(\.value.magnitude).max() ?? 0
      if part.noise >= 1e-9 * size, part.noise > 0 {
        facts.append(("noise", "+-\(MetricText.significant(part.noise)) about the line"))
      }
    }
    if let season = trend.season {
      let days = zip(Weekday.allCases, season.effects).map { "\($0.name.prefix(3)) \(MetricText.signed($1))" }
      facts.append(("week", days.joined(separator: ", ")))
    }
    for change in trend.changes { facts.append(("change", words(change, entry))) }
    if !trend.outliers.isEmpty {
      let shown = trend.outliers.suffix(3).reversed().map {
        "\(date($0.time, entry)) \(MetricText.significant($0.value)) (usual \(MetricText.significant($0.expected)))"
      }
      let rest = trend.outliers.count - shown.count
      facts.append(("outliers", shown.joined(separator: ", ") + (rest > 0 ? ", \(rest) earlier" : "")))
    }
    return facts
  }

  static func ended(_ ended: [String]) -> [StyledText] {
    if ended.isEmpty { return [] }
    return [StyledText("  without what has ended: \(HarmlessText.words(ended.joined(separator: ", ")))", .faint)]
  }

  static func words(_ slope: SlopeEstimate) -> String {
    guard let interval = slope.interval else { return "too few samples to tell" }
    let range = "95 %: \(MetricText.signed(interval.lowerBound)) to \(MetricText.signed(interval.upperBound))"
    return slope.isDistinguishable
      ? "\(MetricText.signed(slope.perDay)) a day (\(range))" : "none that can be told from noise (\(range) a day)"
  }

  private func words(_ change: ChangePoint, _ entry: Entry) -> String {
    let level = change.kind == .slope ? [] : ["the level by \(MetricText.signed(change.jump))"]
    let slope =
      change.kind == .level
      ? []
      : ["the slope from \(MetricText.signed(change.slopeBefore)) to \(MetricText.signed(change.slopeAfter)) a day"]
    return "\(date(change.time, entry)): \((level + slope).joined(separator: " and "))"
  }

  private func date(_ days: Double, _ entry: Entry) -> String { entry.points.clock.day(days, in: zone) }

  /// `name`, and `series`, each `series`; `ended`, the series that were left out of several; `samples`, their number; `first`, the time
  /// of the first point, `last`, that of the last sample, and `last_value`; `daily_medians`, whether these
  /// stand for them; `slope_per_day`, `slope_interval` of 95 % (two numbers, or null), `slope_since` and `noise` of the part
  /// since the last change, null where there are too few; `weekdays`, seven numbers from Monday on, or null; `changes`, each
  /// `at`, `kind` (`level`, `slope`, `level_and_slope`), `jump`, `slope_before`, `slope_after`; `outliers`, each `at`,
  /// `value`, `expected`.
  package var json: String { JSONWriter.series(of: name, entries, write) }

  private func write(_ entry: Entry, _ json: inout JSONWriter) {
    let (points, trend) = (entry.points.series.points, entry.trend)
    json.field("series", entry.title)
    json.field("ended") { json in json.array { json in entry.ended.forEach { json.value($0) } } }
    json.field("samples", entry.points.count)
    json.field("first", points.first.flatMap { entry.points.clock.moment($0.time) })
    json.field("last", entry.points.last.flatMap { entry.points.clock.moment($0.point.time) })
    json.field("last_value", entry.points.last?.point.value)
    json.field("daily_medians", entry.points.areMedians)
    json.slope(of: trend.current, entry.points.clock)
    json.field("weekdays") { json in
      if let season = trend.season {
        json.array { json in season.effects.forEach { json.value($0) } }
      } else {
        json.null()
      }
    }
    json.field("changes") { json in
      json.array { json in
        for change in trend.changes {
          json.object { json in
            json.field("at", entry.points.clock.moment(change.time))
            json.field("kind", change.kind.name)
            json.field("jump", change.jump)
            json.field("slope_before", change.slopeBefore)
            json.field("slope_after", change.slopeAfter)
          }
        }
      }
    }
    json.field("outliers") { json in
      json.array { json in
        for outlier in trend.outliers {
          json.object { json in
            json.field("at", entry.points.clock.moment(outlier.time))
            json.field("value", outlier.value)
            json.field("expected", outlier.expected)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// A report about series of a name: an object with `name`, and with `series`, an object for each.
  static func series<Entry>(
    of name: String, _ entries: [Entry], _ write: (Entry, inout JSONWriter) -> Void
  ) -> String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("name", name)
      json.field("series") { json in
        json.array { json in for entry in entries { json.object { write(entry, &$0) } } }
      }
    }
    json.lineBreak()
    return json.text
  }

  /// Of the part since the last change; all null without one.
  mutating func slope(of part: TrendPart?, _ clock: SeriesClock) {
    field("slope_per_day", part?.slope.perDay)
    field("slope_interval") { json in
      if let interval = part?.slope.interval {
        json.array { json in
          json.value(interval.lowerBound)
          json.value(interval.upperBound)
        }
      } else {
        json.null()
      }
    }
    field("slope_since", part.flatMap { clock.moment($0.from) })
    field("noise", part?.noise)
  }
}

extension ChangePoint.Kind {
  fileprivate var name: String {
    switch self {
    case .level: "level"
    case .slope: "slope"
    case .levelAndSlope: "level_and_slope"
    }
  }
}
