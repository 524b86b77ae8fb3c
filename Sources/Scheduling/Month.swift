/// A month of the Gregorian calendar, numbered from January.
package enum Month: Int, CaseIterable, Sendable, Hashable {
  case january = 1
  case february, march, april, may, june, july, august, september, october, november, december

  /// Reads `June`, `Jun`, in any case, or `6`.
  package static func parse(_ text: String) -> Month? {
    if let number = Int(digits: text.utf8) { return Month(rawValue: number) }
    let wanted = text.lowercased()
    return allCases.first { wanted == $0.name.lowercased() || wanted == $0.name.lowercased().prefix(3) }
  }

  /// In English, with a capital: `June`.
  package var name: String {
    switch self {
    case .january: "January"
    case .february: "February"
    case .march: "March"
    case .april: "April"
    case .may: "May"
    case .june: "June"
    case .july: "July"
    case .august: "August"
    case .september: "September"
    case .october: "October"
    case .november: "November"
    case .december: "December"
    }
  }

  /// Those in which the window of a tier opens unless it names some: the first of a quarter or year.
  package static func usual(for tier: Tier?) -> [Month] {
    switch tier {
    case .quarterly: [.january, .april, .july, .october]
    case .annual: [.january]
    case .hourly, .daily, .weekly, .monthly, .emergency, nil: allCases
    }
  }
}
