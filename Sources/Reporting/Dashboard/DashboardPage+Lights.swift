import Scheduling

/// The answer, and the lights.
extension DashboardPage {
  func lights(_ html: inout HTMLWriter) {
    html.element("section", ["id": "wall", "aria-labelledby": "answer"]) { html in
      html.element("div", ["class": "answer \(dashboard.overall.rawValue)"]) { html in
        LightShape.write(dashboard.overall, to: &html)
        html.element("div") { html in
          html.element("p", ["class": "word"], dashboard.overall.word)
          html.element("h2", ["id": "answer"], dashboard.answer)
        }
      }
      html.markup("<p id=\"stale\" role=\"status\" hidden></p>\n")
      for note in dashboard.notes { html.element("p", ["class": "note"], note) }
      if !dashboard.lights.isEmpty {
        html.element("ul", ["class": "lights", "aria-label": "A light for each tier"]) { html in
          for light in dashboard.lights { self.light(light, &html) }
        }
      }
      rule(&html)
      html.element("p", ["class": "from-wall"]) { $0.element("a", ["href": "#top"], "All panels") }
    }
  }

  private func light(_ light: TierLight, _ html: inout HTMLWriter) {
    html.element("li", ["class": "light \(light.light.rawValue)"]) { html in
      html.element("div", ["class": "head"]) { html in
        LightShape.write(light.light, to: &html)
        html.element("div") { html in
          html.element("h3", light.name)
          html.element("p", ["class": "word"], light.light.word)
        }
      }
      if !light.reasons.isEmpty {
        html.element("ul", ["class": "reasons"]) { html in
          // One more takes no more room than that there is one.
          let most = light.reasons.count == 4 ? 4 : 3
          for reason in light.reasons.prefix(most) { html.element("li", reason) }
          let rest = light.reasons.count - most
          if rest > 0 { html.element("li", "and \(rest) reasons more: see '\(DashboardLists.attentionTitle)'") }
        }
      }
      html.element("dl") { html in
        let runs = light.runs.map { "\($0)" }.joined(separator: ", ")
        let success = light.lastSuccess.map(moment) ?? ""
        let facts = [("runs now", runs), ("last success", success), ("next", light.next.map(moment) ?? "")]
        for (name, value) in facts where !value.isEmpty {
          html.element("div") { html in
            html.element("dt", name)
            html.element("dd", value)
          }
        }
      }
    }
  }

  /// What the colours mean.
  private func rule(_ html: inout HTMLWriter) {
    html.element("details", ["class": "rule"]) { html in
      html.element("summary", "What the lights mean")
      html.element("dl") { html in
        for light in TrafficLight.allCases.reversed() {
          html.element("div", ["class": light.rawValue]) { html in
            html.element("dt") { html in
              LightShape.write(light, to: &html)
              html.text(light.word)
            }
            html.element("dd", light.meaning)
          }
        }
      }
      html.element(
        "p",
        "The large light is that of the host: what 'maint status' answers, with open incidents, messages that reached nobody and "
          + "runs that ended without an outcome, what fills up or runs out by the urgent rules of the reports, or the worst of the tiers. A page that was to be rewritten by now and was not "
          + "shows no light at all.")
    }
  }
}
