/// The shape of a light: a disc, a triangle, an octagon, a ring. Who sees no colours sees these.
enum LightShape {
  private static func outline(_ light: TrafficLight) -> StaticString {
    switch light {
    case .green: "M50 4a46 46 0 1 0 .1 0z"
    case .yellow: "M50 6 97 92H3z"
    case .red: "M31 4h38l27 27v38L69 96H31L4 69V31z"
    case .noData: "M50 8a42 42 0 1 0 .1 0z"
    }
  }

  private static func mark(_ light: TrafficLight) -> StaticString {
    switch light {
    case .green: "M28 52l15 16 30-34"
    case .yellow: "M50 38v24M50 76v.1"
    case .red: "M34 34l32 32M66 34 34 66"
    case .noData: "M34 50h32"
    }
  }

  /// Whoever cannot see it reads the word beside it.
  static func write(_ light: TrafficLight, to html: inout HTMLWriter) {
    html.element("svg", ["class": "shape", "viewBox": "0 0 100 100", "aria-hidden": "true", "focusable": "false"]) {
      html in
      html.empty("path", ["class": "outline", "d": "\(outline(light))"])
      html.empty("path", ["class": "mark", "d": "\(mark(light))"])
    }
  }

  /// For the tab of a browser.
  static func icon(_ light: TrafficLight) -> String {
    let fill: String
    switch light {
    case .green: fill = "1f883d"
    case .yellow: fill = "e0a100"
    case .red: fill = "cf222e"
    case .noData: fill = "8c959f"
    }
    return "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'%3E"
      + "%3Cpath fill='%23\(fill)' d='\(outline(light))'/%3E%3C/svg%3E"
  }
}
