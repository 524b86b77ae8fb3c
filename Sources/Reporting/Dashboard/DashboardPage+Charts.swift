import Scheduling

/// Durations and samples: small charts of one value a day.
extension DashboardPage {
  private static let (step, height) = (10, 200)
  /// Days without a value up to which the line goes on.
  private static let longestGap = 10

  func durations(_ html: inout HTMLWriter) {
    section(.durations, &html) { html in
      if dashboard.durations.isEmpty {
        return html.element(
          "p", ["class": "faint"], "No task has succeeded on two days of these \(HeatMap.dayCount) yet.")
      }
      html.element(
        "p", ["class": "faint"], "The mean of each day, of the tasks that took most of the time when they succeeded.")
      charts(dashboard.durations, &html)
    }
  }

  func samples(_ html: inout HTMLWriter) {
    section(.samples, &html) { html in
      if dashboard.samples.isEmpty {
        return html.element(
          "p", ["class": "faint"],
          "Nothing was measured in these days: steps do by $MAINT_METRICS, people by 'maint sample add'.")
      }
      html.element(
        "p", ["class": "faint"],
        "The median of each day, between the least and the greatest; beside its name the last sample of a series.")
      charts(dashboard.samples, &html)
      if dashboard.samplesLeftOut > 0 {
        html.element("p", ["class": "faint"]) { html in
          html.text(
            "\(dashboard.samplesLeftOut) more series are not drawn: these are the ones nearest to their limits, then one of each "
              + "name. All of them: ")
          html.element("code", dashboard.command("sample list"))
        }
      }
    }
  }

  private func charts(_ charts: [DailyChart], _ html: inout HTMLWriter) {
    html.element("div", ["class": "charts"]) { html in for chart in charts { self.chart(chart, &html) } }
  }

  private func chart(_ chart: DailyChart, _ html: inout HTMLWriter) {
    guard let latest = chart.latest else { return }
    let span = chart.span
    html.element("figure", ["class": "card"]) { html in
      html.element("figcaption") { html in
        html.element("span", ["class": "name"], chart.title)
        html.element("span", ["class": "value"], chart.words(latest.value))
      }
      html.element("div", ["class": "plot"]) { html in
        html.element(
          "p", ["class": "axis", "aria-hidden": "true"],
          "scale: \(chart.words(span.lowerBound)) to \(chart.words(span.upperBound))")
        picture(description(chart, latest), width: chart.days.count * Self.step, Self.height, &html) { html in
          draw(chart, &html)
        }
      }
      html.element("p", ["class": "axis", "aria-hidden": "true"]) { html in
        html.element("span", "\(CivilDate(dayNumber: chart.days.lowerBound))")
        html.element("span", "\(CivilDate(dayNumber: chart.days.upperBound - 1))")
      }
      weeks(chart, &html)
    }
  }

  private func description(_ chart: DailyChart, _ latest: DailyChart.Latest) -> String {
    let (low, high) = (chart.points.map(\.low).min() ?? 0, chart.points.map(\.high).max() ?? 0)
    return "\(chart.title), the last \(chart.days.count) days: \(chart.words(latest.value)) on "
      + "\(CivilDate(dayNumber: latest.day)), from \(chart.words(low)) to \(chart.words(high))"
  }

  private func draw(_ chart: DailyChart, _ html: inout HTMLWriter) {
    let span = chart.span
    func x(_ day: Int) -> Int { (day - chart.days.lowerBound) * Self.step + Self.step / 2 }
    func y(_ value: Double) -> Int {
      let share = (value - span.lowerBound) / (span.upperBound - span.lowerBound)
      // Room for the line itself above and below.
      return 6 + Int(((1 - min(1, max(0, share))) * Double(Self.height - 12)).rounded())
    }
    var (line, band, dots) = ("", "", "")
    for (index, point) in chart.points.enumerated() {
      let (before, after) = (joins(chart, index), joins(chart, index + 1))
      let place = "\(x(point.day)) \(y(point.value))"
      // A line to itself is drawn as a dot.
      if before || after { line += (before ? "L" : "M") + place } else { dots += "M\(place)h0" }
      if point.low < point.high { band += "M\(x(point.day)) \(y(point.high))V\(y(point.low))" }
    }
    for (name, path) in [("band", band), ("line", line), ("line dots", dots)] where !path.isEmpty {
      html.empty("path", ["class": name, "d": path])
    }
    for point in chart.points {
      html.element(
        "rect",
        ["class": "hit", "x": "\(x(point.day) - Self.step / 2)", "y": "0", "width": "10", "height": "\(Self.height)"]
      ) { $0.element("title", chart.words(point)) }
    }
  }

  /// Whether the line leads from the point before to this one.
  private func joins(_ chart: DailyChart, _ index: Int) -> Bool {
    let points = chart.points
    guard index > 0, index < points.count else { return false }
    return points[index].day - points[index - 1].day <= Self.longestGap
  }

  private func weeks(_ chart: DailyChart, _ html: inout HTMLWriter) {
    html.element("details") { html in
      html.element("summary") { html in
        html.text("As a table")
        html.element("span", ["class": "unseen"], " of \(chart.title)")
      }
      table("\(chart.title), by week", ["Week from", "Least", "Median", "Greatest"], &html) { html in
        for week in chart.weeks.reversed() {
          html.element("tr") { html in
            html.element("th", ["scope": "row"], "\(CivilDate(dayNumber: week.start))")
            for value in [week.low, week.median, week.high] { html.element("td", chart.words(value)) }
          }
        }
      }
    }
  }
}
