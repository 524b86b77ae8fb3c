import Scheduling

/// A dashboard as one page of HTML that needs nothing besides itself: no network, no other file, and no script, which only
/// says how old the page is.
package struct DashboardPage: Sendable {
  let dashboard: Dashboard

  package init(_ dashboard: Dashboard) { self.dashboard = dashboard }

  package var bytes: [UInt8] {
    var html = HTMLWriter()
    html.markup("<!DOCTYPE html>\n")
    let fresh = dashboard.freshUntil.map { "\($0.seconds)" } ?? ""
    html.element("html", ["lang": "en", "data-made": "\(dashboard.at.seconds)", "data-until": fresh]) { html in
      html.element("head") { head(&$0) }
      html.element("body", ["id": "top"], body)
    }
    return html.bytes
  }

  /// The wall is where the colour is seen first; elsewhere it is the symbol in the tab.
  private func head(_ html: inout HTMLWriter) {
    html.markup("\n<meta charset=\"utf-8\">\n")
    html.empty("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy])
    html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.empty("meta", ["name": "referrer", "content": "no-referrer"])
    html.empty("meta", ["name": "robots", "content": "noindex"])
    html.empty("meta", ["name": "color-scheme", "content": "light dark"])
    html.element("title", "\(dashboard.overall.word) – maint on \(dashboard.origin.host)")
    html.empty("link", ["rel": "icon", "href": LightShape.icon(dashboard.overall)])
    html.element("style") { $0.markup(DashboardStyle.text) }
  }

  /// Nothing is loaded from anywhere: all there is are these two texts, and the icon in the page itself.
  private static let policy =
    "default-src 'none'; style-src \(ContentHash.source(of: DashboardStyle.text)); "
    + "script-src \(ContentHash.source(of: DashboardScript.text)); img-src data:; base-uri 'none'; form-action 'none'"

  private func body(_ html: inout HTMLWriter) {
    html.element("a", ["class": "skip", "href": "#wall"], "Skip to the lights")
    html.element("header") { header(&$0) }
    html.element("main", ["id": "main"]) { html in
      lights(&html)
      lists(&html)
      heatMap(&html)
      durations(&html)
      samples(&html)
      capacity(&html)
      backups(&html)
      windows(&html)
    }
    html.element("footer") { footer(&$0) }
    html.element("script") { $0.markup(DashboardScript.text) }
  }

  private func header(_ html: inout HTMLWriter) {
    html.element("div", ["class": "title"]) { html in
      html.element("h1", dashboard.origin.host)
      html.element("p", ["class": "made"]) { html in
        html.text("maint, as of ")
        html.element("time", ["datetime": dashboard.at.rfc3339], dashboard.origin.zone.minute(dashboard.at))
        html.element("span", ["id": "age"], "")
      }
    }
    html.element("nav", ["aria-label": "Panels"]) { html in
      for panel in Panel.allCases { html.element("a", ["href": "#\(panel.rawValue)"], panel.title) }
      html.element("a", ["href": "#wall", "class": "to-wall"], "Wall view")
    }
  }

  private func footer(_ html: inout HTMLWriter) {
    let zone = dashboard.origin.zone
    let until = dashboard.freshUntil.map { "A newer page is to be expected by \(zone.minute($0)). " } ?? ""
    html.element("p", "\(until)Times are those of \(zone.name).")
    let project = dashboard.origin.project.map { "project \($0)" } ?? "no project"
    html.element("p", "maint \(dashboard.origin.version), \(project), state \(dashboard.origin.state)")
  }

  /// A part of the page with a heading.
  func section(_ panel: Panel, _ html: inout HTMLWriter, _ content: (inout HTMLWriter) -> Void) {
    html.element("section", ["id": panel.rawValue, "aria-labelledby": "\(panel.rawValue)-title"]) { html in
      html.element("h2", ["id": "\(panel.rawValue)-title"], panel.title)
      content(&html)
    }
  }

  /// A picture that fills its place, with its name: the hundreds of parts that hovering tells of are not read out.
  func picture(
    _ name: String, width: Int, _ height: Int, _ html: inout HTMLWriter, _ content: (inout HTMLWriter) -> Void
  ) {
    html.element("div", ["class": "picture", "role": "img", "aria-label": name]) { html in
      html.element(
        "svg",
        [
          "viewBox": "0 0 \(width) \(height)", "preserveAspectRatio": "none", "aria-hidden": "true",
          "focusable": "false",
        ]
      ) { content(&$0) }
    }
  }

  /// A table that can be scrolled by itself; where the screen is narrow, each row is a block, with the `data-label` of its cells.
  func table(
    _ caption: String, _ headings: [String], _ html: inout HTMLWriter, rows: (inout HTMLWriter) -> Void
  ) {
    html.element("div", ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"]) { html in
      html.element("table") { html in
        html.element("caption", caption)
        html.element("thead") { html in
          html.element("tr") { html in for heading in headings { html.element("th", ["scope": "col"], heading) } }
        }
        html.element("tbody") { rows(&$0) }
      }
    }
  }

  func moment(_ moment: Timestamp) -> String { dashboard.origin.zone.minute(moment) }
}
