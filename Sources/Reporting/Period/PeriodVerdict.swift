/// What a period comes to, in a word.
enum PeriodVerdict: String, Sendable {
  case well, attention
  case nothingDone = "nothing_done"
  case humanNeeded = "human_needed"

  init(_ facts: PeriodFacts, _ recommendations: [Recommendation]) {
    let open = facts.incidents.open(facts.frame).contains { $0.level == .critical }
    if !facts.upkeep.unresolved.isEmpty || open {
      self = .humanNeeded
    } else if facts.work.tried == 0, !recommendations.contains(where: { $0.rule.isUrgent }) {
      self = .nothingDone
    } else {
      self = recommendations.contains { $0.rule.isUrgent } ? .attention : .well
    }
  }

  var phrase: Phrase {
    switch self {
    case .well: Phrase("Maintenance goes well", .good) + ": nothing is urgent."
    case .nothingDone: Phrase("No maintenance was done", .caution) + ", and none is known to have been due."
    case .attention: Phrase("Maintenance needs attention", .caution) + ": the urgent recommendations say what."
    case .humanNeeded: Phrase("Somebody is needed now", .bad) + ": the first recommendations say for what."
    }
  }
}
