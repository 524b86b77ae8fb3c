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

  private static func hours(_ text: String) -> String? {
    let ends = text.split { "-–—".contains($0) }.compactMap { time($0) }
    guard ends.count == 2 else { return nil }
    if ends[0] == ends[1] { return "write \"00:00-24:00\" for all of the day, or leave the window out" }
    let hours = ends.joined(separator: "-")
    return Window.Hours.parse(hours) == nil ? nil : "write \"\(hours)\""
  }
}
