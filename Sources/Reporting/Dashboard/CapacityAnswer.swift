/// What the dashboard says where nothing runs out soon: that it is so only where there is something to know it from.
enum CapacityAnswer {
  static func words(_ material: DashboardMaterial) -> String {
    guard let section = material.capacity?.section else {
      return "What may run out is not known: there is no run log."
    }
    if section.knowsLimits { return words(section) }
    return "\(CapacitySection.unknownLimits) Of the others: \(words(section))"
  }

  private static func words(_ section: CapacitySection) -> String {
    let told = section.entries.count(where: \.canTell)
    let untold = section.entries.count - told
    if told == 0, section.expiries.isEmpty {
      return section.entries.isEmpty
        ? "What may run out is not known. \(section.absence)"
        : "What may run out is not known yet: of \(untold) series with a limit there are too few samples to tell."
    }
    let rest = untold > 0 ? "; of \(untold) more there are too few samples to tell" : ""
    return "Nothing is known to run out within \(CapacitySection.nearDays) days: \(looked(section, told: told))\(rest)."
  }

  private static func looked(_ section: CapacitySection, told: Int) -> String {
    let count = section.expiries.count
    return [
      told > 0 ? "\(told) series with a limit \(told == 1 ? "was" : "were") looked into" : nil,
      count > 0 ? "\(count) \(count == 1 ? "counts" : "count") the days left" : nil,
    ].compactMap { $0 }.joined(separator: ", and ")
  }
}
