import Scheduling

/// Writes the lines of iCalendar (RFC 5545): folded, with CRLF, text escaped.
struct ICalendarWriter {
  private(set) var text = ""

  /// `BEGIN`, what the closure writes, `END`.
  mutating func component(_ name: String, _ lines: (inout ICalendarWriter) -> Void) {
    line("BEGIN:\(name)")
    lines(&self)
    line("END:\(name)")
  }

  /// A property whose value needs no escapes: a number, a moment, a duration.
  mutating func property(_ name: String, _ value: String) { line("\(name):\(value)") }

  mutating func property(_ name: String, parameters: [(name: String, value: String)], _ value: String) {
    line(name + parameters.map { ";\($0.name)=\(Self.quoted($0.value))" }.joined() + ":" + value)
  }

  /// A property whose value is any text (section 3.3.11).
  mutating func property(_ name: String, text: String) { line("\(name):\(Self.escaped(text))") }

  /// Text escaped for a value. A control character is left out: none but the tab may stand there.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case ";": result += "\\;"
      case ",": result += "\\,"
      case "\n": result += "\\n"
      case "\t": result += "\t"
      default: if scalar.properties.generalCategory != .control { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// A value of a parameter, which can hold no quote and no control character at all (section 3.1).
  private static func quoted(_ value: String) -> String {
    let plain = String(
      String.UnicodeScalarView(value.unicodeScalars.filter { $0 != "\"" && $0.properties.generalCategory != .control }))
    return plain.contains { ":;,".contains($0) } ? "\"\(plain)\"" : plain
  }

  /// At most 75 octets a line without its break, those that follow beginning with a space; no character is cut apart.
  private mutating func line(_ line: String) {
    var room = 75
    for scalar in line.unicodeScalars {
      let size = UTF8.width(scalar)
      if size > room {
        text += "\r\n "
        room = 74
      }
      text.unicodeScalars.append(scalar)
      room -= size
    }
    text += "\r\n"
  }
}

extension ICalendarWriter {
  /// `20261121T140503Z`, to the second.
  static func utc(_ moment: Timestamp) -> String { local(moment, in: .utc) + "Z" }

  /// `20261121T140503`, as the clocks of the zone show it.
  static func local(_ moment: Timestamp, in zone: Zone) -> String {
    String(zone.format(moment).compactMap { $0 == " " ? "T" : $0 == "-" || $0 == ":" ? nil : $0 })
  }

  /// `20261121`.
  static func date(_ date: CivilDate) -> String { "\(date)".filter { $0 != "-" } }

  /// `PT1H30M`: hours and not days, which would be calendar days.
  static func duration(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    let parts = [(seconds / 3_600, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")].filter { $0.0 > 0 }
    return "PT" + (parts.isEmpty ? "0S" : parts.map { "\($0.0)\($0.1)" }.joined())
  }
}
