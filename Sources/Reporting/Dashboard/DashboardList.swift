/// A list of the dashboard, with what is said where it is empty.
struct DashboardList: Sendable {
  /// More of a kind are counted.
  static let most = 12

  var title: String
  var empty: String
  var entries: [DashboardEntry]
  /// So many more there are, and what to type to see them.
  var rest: (count: Int, command: String)?

  init(_ title: String, empty: String, _ entries: [DashboardEntry], all command: String) {
    (self.title, self.empty) = (title, empty)
    self.entries = Array(entries.prefix(Self.most))
    rest = entries.count > Self.most ? (entries.count - Self.most, command) : nil
  }
}
