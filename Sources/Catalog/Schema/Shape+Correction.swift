import Scheduling

extension Shape {
  /// What to write in place of a text that is not of this shape, where it is plain what was meant. Of a path, which may be
  /// a secret in the wrong place, nothing is repeated.
  func correction(of text: String) -> String? {
    switch self {
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "on", "1": "write true"
      case "false", "no", "off", "0": "write false"
      default: nil
      }
    case .time: Self.time(text).flatMap { TimeOfDay.parse($0) == nil ? nil : "write \"\($0)\"" }
    case .hours: Self.hours(text)
    case .moment: Self.moment(text)
    case .absolutePath where text.hasPrefix("~"): "write the home folder in full: nothing is filled in for '~'"
    case .absolutePath where text.hasPrefix("$"): "write the path in full: nothing is filled in for variables here"
    case .absolutePath: "write where it begins: steps and maint are started in different folders"
    default: nil
    }
  }

  /// `2:30` with the digit that it lacks.
  private static func time(_ text: some StringProtocol) -> String? {
    let text = text.split(separator: " ").joined()
    return text.utf8.count == 4 && text.dropFirst().first == ":" ? "0\(text)" : text.utf8.count == 5 ? text : nil
  }

  /// `25:00-26:00` by the clock.
  private static func hoursOfNextDay(_ ends: [String]) -> String? {
    let hours = ends.map { end -> String? in
      guard let hour = Int(digits: end.utf8.prefix(2)), (24..<48).contains(hour) else { return nil }
      return TimeOfDay.parse((hour < 34 ? "0" : "") + "\(hour - 24)" + end.dropFirst(2)).map(\.description)
    }
    guard let start = hours[0], let end = hours[1] else { return nil }
    let text = "\(start)-\(end)"
    return Window.Hours.parse(text) == nil ? nil : text
  }

  /// The nearest text that is one, where the time has seconds or a blank before it.
  private static func moment(_ text: String) -> String? {
    let parts = text.split { "T ".contains($0) }
    guard parts.count == 2 else { return nil }
    let time = parts[1].split(separator: ":")
    var zone = ""
    if let last = time.last, let sign = last.firstIndex(where: { "Z+-".contains($0) }) { zone = String(last[sign...]) }
    let near = "\(parts[0])T\(parts[1].prefix(5))\(zone)"
    return CalendarMoment.parse(near) == nil ? nil : "write \(near)"
  }

  private static func hours(_ text: String) -> String? {
    let ends = text.split { "-–—".contains($0) }.compactMap { time($0) }
    guard ends.count == 2 else { return nil }
    if let onDay = hoursOfNextDay(ends) {
      return "a day has 24 hours: write \"\(onDay)\", of the day after"
    }
    if ends[0] == ends[1] { return "write \"00:00-24:00\" for all of the day, or leave the window out" }
    let hours = ends.joined(separator: "-")
    return Window.Hours.parse(hours) == nil ? nil : "write \"\(hours)\""
  }
}
