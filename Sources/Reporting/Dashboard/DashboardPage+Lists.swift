/// What goes on and what waits for somebody.
extension DashboardPage {
  func lists(_ html: inout HTMLWriter) {
    section(.lists, &html) { html in
      html.element("div", ["class": "lists"]) { html in for list in dashboard.lists { self.list(list, &html) } }
    }
  }

  private func list(_ list: DashboardList, _ html: inout HTMLWriter) {
    html.element("div", ["class": list.entries.isEmpty ? "card quiet" : "card"]) { html in
      html.element("h3") { html in
        html.text(list.title)
        if !list.entries.isEmpty {
          html.element("span", ["class": "count"], "\(list.entries.count + (list.rest?.count ?? 0))")
        }
      }
      if list.entries.isEmpty { return html.element("p", ["class": "faint"], list.empty) }
      html.element("ul", ["class": "entries"]) { html in for entry in list.entries { self.entry(entry, &html) } }
      if let rest = list.rest {
        html.element("p", ["class": "faint"]) { html in
          html.text("and \(rest.count) more: ")
          html.element("code", rest.command)
        }
      }
    }
  }

  private func entry(_ entry: DashboardEntry, _ html: inout HTMLWriter) {
    html.element("li", ["class": entry.style.className]) { html in
      html.element("span", ["class": "symbol", "role": "img", "aria-label": entry.level], entry.symbol)
      html.element("div") { html in
        html.element("p", ["class": "what"], entry.text)
        for detail in entry.details where !detail.isEmpty { html.element("p", ["class": "faint"], detail) }
        if let toDo = entry.toDo { html.element("p") { $0.element("code", toDo) } }
      }
    }
  }
}

extension Style {
  /// Of its class in the page.
  var className: String {
    switch self {
    case .plain: "plain"
    case .faint: "over"
    case .good: "good"
    case .caution: "caution"
    case .bad: "bad"
    case .alarm: "alarm"
    }
  }
}
