import Scheduling

/// The last days: each is a bar, the higher the worse.
extension DashboardPage {
  /// Of the pictures: a day is so wide, of which the last parts are free.
  private static let (step, gap) = (10, 2)

  func heatMap(_ html: inout HTMLWriter) {
    let map = dashboard.heatMap
    section(.days, &html) { html in
      if map.tiers.isEmpty { return html.element("p", ["class": "faint"], "Nothing has run in these days.") }
      legend(&html)
      html.element("div", ["class": "card heat"]) { html in
        html.element("ul") { html in for row in map.tiers { self.row(row, isTier: true, &html) } }
        months(map.days, &html)
        if !map.tasks.isEmpty {
          html.element("h3", "Tasks that did not always succeed")
          html.element("ul") { html in for row in map.tasks { self.row(row, isTier: false, &html) } }
          months(map.days, &html)
        }
        html.element("p", ["class": "faint"], rest(map))
        details(map, &html)
      }
    }
  }

  private func legend(_ html: inout HTMLWriter) {
    html.element("ul", ["class": "legend", "aria-label": "What the bars mean"]) { html in
      for outcome in DayOutcome.allCases.reversed() {
        html.element("li") { html in
          html.element("svg", ["viewBox": "0 0 8 100", "preserveAspectRatio": "none", "aria-hidden": "true"]) { html in
            bar(outcome, x: 0, &html)
          }
          html.text(outcome.words)
        }
      }
    }
  }

  private func rest(_ map: HeatMap) -> String {
    let held = map.neverBegun == 0 ? "" : ", \(map.neverBegun) \(map.neverBegun == 1 ? "was" : "were") only held up"
    let numbers = map.tiers.contains { $0.badDays > 0 } ? "The numbers count days with a failure. " : ""
    let good = "\(numbers)\(Count(map.untroubled, "task")) always succeeded\(held)"
    return map.leftOut == 0 ? "\(good)." : "\(good); \(map.leftOut) more did not, on fewer days than these."
  }

  private func row(_ row: HeatMap.Row, isTier: Bool, _ html: inout HTMLWriter) {
    let days = dashboard.heatMap.days
    html.element("li") { html in
      html.element("span", ["class": "name"], row.title)
      picture("\(row.title), the last \(days.count) days: \(row.words)", width: days.count * Self.step, 100, &html) {
        html in
        if !isTier { plainDays(row, &html) }
        for (place, day) in days.enumerated() {
          guard let cell = row.cells[day], isTier || cell.worst != .succeeded else { continue }
          bar(cell.worst, x: place * Self.step, title: "\(CivilDate(dayNumber: day)): \(cell.words)", &html)
          if cell.isMixed, cell.worst.isBad { foot(x: place * Self.step, &html) }
        }
      }
      html.element("span", ["class": "number"], row.badDays == 0 ? "" : "\(row.badDays)")
    }
  }

  /// All days of a task that went well as one shape: there are thousands of them.
  private func plainDays(_ row: HeatMap.Row, _ html: inout HTMLWriter) {
    var path = ""
    let (width, height) = (Self.step - Self.gap, DayOutcome.succeeded.height)
    for (place, day) in dashboard.heatMap.days.enumerated() where row.cells[day]?.worst == .succeeded {
      path += "M\(place * Self.step) \(100 - height)h\(width)v\(height)h-\(width)z"
    }
    if !path.isEmpty { html.empty("path", ["class": DayOutcome.succeeded.rawValue, "d": path]) }
  }

  private func bar(_ outcome: DayOutcome, x: Int, title: String? = nil, _ html: inout HTMLWriter) {
    html.element(
      "rect",
      [
        "class": outcome.rawValue, "x": "\(x)", "y": "\(100 - outcome.height)", "width": "\(Self.step - Self.gap)",
        "height": "\(outcome.height)",
      ]
    ) { html in
      if let title { html.element("title", title) }
    }
  }

  /// What succeeded on the same day; the pointer finds the bar behind it.
  private func foot(x: Int, _ html: inout HTMLWriter) {
    let height = DayOutcome.succeeded.height
    html.empty(
      "rect",
      [
        "class": "foot succeeded", "x": "\(x)", "y": "\(100 - height)", "width": "\(Self.step - Self.gap)",
        "height": "\(height)",
      ])
  }

  /// Where each month begins; what is said of a day is in the table.
  private func months(_ days: Range<Int>, _ html: inout HTMLWriter) {
    html.element("svg", ["class": "months", "aria-hidden": "true"]) { html in
      for (place, day) in days.enumerated() {
        let date = CivilDate(dayNumber: day)
        guard date.day == 1, place < days.count - 4 else { continue }
        let x = "\(place * 1000 / days.count / 10).\(place * 1000 / days.count % 10)%"
        html.empty("line", ["x1": x, "x2": x, "y1": "0", "y2": "6"])
        html.element("text", ["x": x, "y": "17"], String(Month(rawValue: date.month)?.name.prefix(3) ?? ""))
      }
    }
  }

  private func details(_ map: HeatMap, _ html: inout HTMLWriter) {
    html.element("details") { html in
      html.element("summary", "These days as a table")
      table(
        "What ended on each day, by tier, the latest first", ["Day"] + map.tiers.map(\.title), &html
      ) { html in
        for day in map.days.reversed() where map.tiers.contains(where: { $0.cells[day] != nil }) {
          html.element("tr") { html in
            html.element("th", ["scope": "row"], "\(CivilDate(dayNumber: day))")
            for tier in map.tiers { html.element("td", tier.cells[day]?.words ?? "") }
          }
        }
      }
    }
  }
}
