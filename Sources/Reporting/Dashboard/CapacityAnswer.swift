/// What the dashboard says where nothing runs out soon: that it is so only where there is something to know it from.
enum CapacityAnswer {
  static func words(_ material: DashboardMaterial) -> String {
    guard let (section, frame) = material.capacity else {
      return "What may run out is not known: there is no run log."
    }
    let answer = [words(section, frame), CapacityWords(section, frame).unmeasured].compactMap { $0 }.joined(
      separator: " ")
    return section.knowsLimits ? answer : "\(CapacityWords.unknownLimits) Of the others: \(answer)"
  }

  private static func words(_ section: CapacitySection, _ frame: PeriodFrame) -> String {
    let (silent, ended) = silence(section, frame)
    let present = section.entries.count - silent
    let told = section.entries.count { $0.canTell && !$0.isSilent(at: frame.asOf) }
    let untold = present - told
    if told == 0, section.expiries.isEmpty {
      if section.entries.isEmpty { return "What may run out is not known. \(CapacityWords(section, frame).absence)" }
      let few = untold == 0 ? nil : "of \(untold) series with a limit there are too few samples to tell"
      let one = ended.map { untold == 0 ? "of the series with a limit \($0)" : $0 }
      return
        "What may run out is not known\(untold == 0 ? "" : " yet"): \([few, one].compactMap { $0 }.joined(separator: "; "))."
    }
    let rest =
      (untold > 0 ? "; of \(untold) more there are too few samples to tell" : "") + (ended.map { "; \($0)" } ?? "")
    return "Nothing is known to run out within \(CapacitySection.nearDays) days: \(looked(section, told: told))\(rest)."
  }

  /// Beside what runs out: of which series with a limit nothing is known; nil: all are measured.
  static func silence(_ material: DashboardMaterial) -> String? {
    guard let (section, frame) = material.capacity else { return nil }
    let ended = silence(section, frame).words.map { "Of the series with a limit \($0)." }
    let words = [ended, CapacityWords(section, frame).unmeasured].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private static func silence(_ section: CapacitySection, _ frame: PeriodFrame) -> (count: Int, words: String?) {
    let silent = section.entries.filter { $0.isSilent(at: frame.asOf) }
    let words = silent.map(\.at).max().map { last in
      "\(silent.count) \(silent.count == 1 ? "is" : "are") not measured any more, the last on \(frame.day(last))"
    }
    return (silent.count, words)
  }

  private static func looked(_ section: CapacitySection, told: Int) -> String {
    let count = section.expiries.count
    return [
      told > 0 ? "\(told) series with a limit \(told == 1 ? "was" : "were") looked into" : nil,
      count > 0 ? "\(count) \(count == 1 ? "counts" : "count") the days left" : nil,
    ].compactMap { $0 }.joined(separator: ", and ")
  }
}
