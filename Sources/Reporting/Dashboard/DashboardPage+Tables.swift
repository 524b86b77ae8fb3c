/// What fills up, what there is to go back to, and what comes.
extension DashboardPage {
  func capacity(_ html: inout HTMLWriter) {
    section(.capacity, &html) { html in
      if dashboard.capacityLeftOut > 0 {
        html.element("p", ["class": "faint"]) { html in
          html.text(
            "\(Count(dashboard.capacityLeftOut, "series", "series")) with a limit \(dashboard.capacityLeftOut == 1 ? "was" : "were") "
              + "not looked into, as there are so many: those whose last values are farthest from it. All of them: ")
          html.element("code", dashboard.command("sample list"))
        }
      }
      if dashboard.capacity.isEmpty { return html.element("p", ["class": "faint"], dashboard.capacityAnswer) }
      table(
        "What reaches its limit within \(CapacitySection.nearDays) days or may do so, the first one first",
        ["Series", "Last", "Limit", "Forecast"], &html
      ) { html in for line in dashboard.capacity.prefix(CapacityLine.most) { self.line(line, &html) } }
      let rest = dashboard.capacity.count - CapacityLine.most
      if rest > 0 {
        html.element("p", ["class": "faint"]) { html in
          html.text("and \(rest) more: ")
          html.element("code", dashboard.capacityCommand)
        }
      }
      if let silence = dashboard.capacitySilence { html.element("p", ["class": "faint"], silence) }
    }
  }

  private func line(_ line: CapacityLine, _ html: inout HTMLWriter) {
    html.element("tr") { html in
      html.element("th", ["scope": "row"], line.series)
      html.element("td", ["class": "short", "data-label": "Last"], line.last)
      html.element("td", ["class": "short", "data-label": "Limit"], line.limit)
      html.element("td", ["class": line.isUrgent ? "bad" : "caution", "data-label": "Forecast"]) { html in
        html.text(line.isUrgent ? "URGENT: \(line.words)" : line.words)
        if let command = line.command {
          html.text(". ")
          html.element("code", dashboard.command(command))
        }
      }
    }
  }

  func backups(_ html: inout HTMLWriter) {
    section(.backups, &html) { html in
      gaps(&html)
      if dashboard.backups.isEmpty {
        if dashboard.backupGaps.contains(where: \.isLoss) { return }
        return html.element(
          "p", ["class": "faint"], "No backups yet: a task whose runbook has a backup stage makes one when it runs.")
      }
      table(
        "The newest backup of each task", ["Task", "Made", "State", "Size", "Last drill"], &html
      ) { html in
        for line in dashboard.backups {
          html.element("tr") { html in
            html.element("th", ["scope": "row"]) { html in
              html.text(line.task)
              html.element("span", ["class": "faint"], " \(line.id)")
            }
            html.element("td", ["class": line.isOld ? "short bad" : "short", "data-label": "Made"], line.age)
            html.element("td", ["class": line.style.className, "data-label": "State"], line.state)
            html.element("td", ["class": "short", "data-label": "Size"], line.size)
            let style = line.drill == nil ? "faint" : line.drillStyle.className
            html.element("td", ["class": style, "data-label": "Last drill"], line.drill ?? "never")
          }
        }
      }
    }
  }

  /// What there is nothing of is no row, and yet worth most.
  private func gaps(_ html: inout HTMLWriter) {
    for gap in dashboard.backupGaps.prefix(DashboardList.most) {
      html.element("p", ["class": gap.isLoss ? "gap bad" : "faint"]) { html in
        html.text("\(gap.words).")
        if let toDo = gap.toDo {
          html.text(" ")
          html.element("code", toDo)
        }
      }
    }
    let rest = dashboard.backupGaps.count - DashboardList.most
    if rest > 0 { html.element("p", ["class": "faint"], "And \(Count(rest, "more task"))") }
  }

  func windows(_ html: inout HTMLWriter) {
    section(.windows, &html) { html in
      if dashboard.windows.isEmpty {
        return html.element(
          "p", ["class": "faint"],
          dashboard.origin.project == nil
            ? "No project: windows are not known."
            : "No window opens and no freeze begins in the next \(Self.daysAhead) days.")
      }
      table(
        "Windows and freezes of the next \(Self.daysAhead) days", ["Window", "From", "Up to", "State", "Tasks"], &html
      ) { html in
        for line in dashboard.windows {
          html.element("tr") { html in
            html.element("th", ["scope": "row"], line.name)
            html.element("td", ["data-label": "From"], line.from)
            html.element("td", ["data-label": "Up to"], line.to)
            html.element("td", ["class": line.style.className, "data-label": "State"], line.state)
            html.element("td", ["data-label": "Tasks"], line.tasks)
          }
        }
      }
    }
  }

  /// How far the calendar of a dashboard looks.
  package static let daysAhead = 30
}
