/// What a period comes to, in a word: how things stood at its end, whenever the report is made.
enum PeriodVerdict: String, Sendable {
  case well, attention
  /// Nothing is left to do, and yet not all went well.
  case mixed
  /// Nothing that is known is wrong, and yet nobody can tell whether all ran that was to.
  case notKnown = "not_known"
  case nothingDone = "nothing_done"
  case humanNeeded = "human_needed"

  init(_ facts: PeriodFacts, _ recommendations: [Recommendation]) {
    if !facts.upkeep.doubts.isEmpty || !facts.incidents.untended(facts.frame).isEmpty
      || facts.matters.contains(where: \.needsHuman)
    {
      self = .humanNeeded
    } else if recommendations.contains(where: { $0.rule.isUrgent }) {
      self = .attention
    } else if !Blemishes(facts).isEmpty {
      self = .mixed
    } else if !facts.work.ofUnknownTimes.isEmpty {
      self = .notKnown
    } else if facts.work.tried == 0, facts.failures.takenBack.isEmpty, facts.failures.recovered.isEmpty {
      // What was taken back is work, too.
      self = .nothingDone
    } else {
      self = facts.work.untried.isEmpty && facts.fault == nil ? .well : .notKnown
    }
  }

  /// The first line that is read.
  func phrase(_ facts: PeriodFacts, _ recommendations: [Recommendation]) -> Phrase {
    let urgent = recommendations.filter { $0.rule.isUrgent }
    let left = urgent.filter { $0.since == nil }
    let isOver = left.isEmpty
    let needsHuman = left.contains { [.resolve, .incidentOpen, .statusAsks].contains($0.rule) }
    switch self {
    case .well: return Phrase("Maintenance goes well", .good) + ": nothing is urgent."
    case .mixed: return Phrase("Nothing is urgent, but not all went well", .caution) + ": \(Blemishes(facts).words)."
    case .notKnown where facts.work.ofUnknownTimes.isEmpty && facts.work.untried.isEmpty:
      return Phrase("Nothing is known to be urgent", .caution) + ", and what was due is not known."
    case .notKnown where facts.work.ofUnknownTimes.isEmpty:
      let count = facts.work.untried.count
      return Phrase("Nothing is known to be urgent", .caution)
        + ", and \(Count(count, "task")) of the schedules \(count == 1 ? "was" : "were") not tried: whether "
        + "\(count == 1 ? "it was" : "they were") due is not known."
    case .notKnown:
      let tasks = facts.work.ofUnknownTimes.count
      return Phrase("Nothing is known to be urgent", .caution)
        + ", and when \(Count(tasks, "task")) had to run is not known, so neither is whether all did."
    case .nothingDone:
      if let began = facts.work.logBegan {
        return Phrase("Nothing is known of maintenance", .caution)
          + ": the run log begins later, on \(facts.frame.day(began))."
      }
      if let runs = facts.work.underWayWords {
        return Phrase("Maintenance is under way", .caution) + ": \(runs), and no task has ended yet."
      }
      if let words = facts.work.frozenWords {
        return Phrase("No maintenance was done", .caution) + ": it was \(words)."
      }
      let due =
        facts.work.knowsDue && facts.work.untried.isEmpty ? "and none was due" : "and whether any was due is not known"
      return Phrase("No maintenance was done", .caution) + ", \(due)."
    case .attention where isOver:
      return Phrase("Maintenance needed attention when this ended", .caution)
        + ", and got it since: the urgent recommendations say how."
    case .attention: return Phrase("Maintenance needs attention", .caution) + ": the urgent recommendations say what."
    case .humanNeeded where !needsHuman:
      return Phrase("Somebody was needed when this ended", .caution)
        + ", and was at it since: the first recommendations say for what"
        + (isOver ? "." : "; \(Count(left.count, "other")) \(left.count == 1 ? "is" : "are") urgent still.")
    case .humanNeeded: return Phrase("Somebody is needed now", .bad) + ": the first recommendations say for what."
    }
  }
}
