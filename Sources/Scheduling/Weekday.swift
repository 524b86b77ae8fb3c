/// A day of the week, numbered as ISO 8601 does: Monday is 1.
package enum Weekday: Int, CaseIterable, Sendable, Hashable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// So many days after a Monday, or before it.
  init(daysAfterMonday days: Int) {
    self = Weekday(rawValue: days.flooredRemainder(by: 7) + 1) ?? .monday
  }

  /// Reads `Sunday` or `Sun`, in any case.
  package static func parse(_ text: some StringProtocol) -> Weekday? {
    let wanted = text.lowercased()
    return allCases.first { wanted == $0.name.lowercased() || wanted == $0.name.lowercased().prefix(3) }
  }

  /// In English, with a capital: `Sunday`.
  package var name: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }
}
