/// One thing of a list of the dashboard: what it is, what more there is to know, and what to type.
struct DashboardEntry: Sendable, Hashable {
  var style: Style
  var text: String
  var details: [String] = []
  /// A command line, or a sentence with one in it.
  var toDo: String?

  /// Stands for the style, for those who cannot see colours.
  var symbol: String {
    switch style {
    case .alarm, .bad: "✗"
    case .caution: "!"
    case .good: "✓"
    case .plain, .faint: "·"
    }
  }

  /// The symbol as it is read out.
  var level: String {
    switch style {
    case .alarm: "act"
    case .bad: "failed"
    case .caution: "look"
    case .good: "good"
    case .plain, .faint: "note"
    }
  }
}
