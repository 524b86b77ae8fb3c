/// What follows from the figures.
struct AdviceSection: PeriodSection {
  let recommendations: [Recommendation]

  static let name = "recommendations"
  static let title = "Recommendations"

  func summary(_ frame: PeriodFrame) -> Phrase? {
    if recommendations.isEmpty { return "Nothing is recommended." }
    let urgent = recommendations.count { $0.rule.isUrgent }
    let settled = recommendations.count { $0.since != nil }
    var words = Phrase("\(Count(recommendations.count, "recommendation"))")
    if urgent > 0 { words += ", " + Phrase("\(urgent) urgent", .bad) }
    if settled > 0 { words += "; settled since: \(settled)" }
    return words + "."
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    if recommendations.isEmpty { return [.paragraph("None: no rule has found anything.")] }
    var blocks: [DocumentBlock] = []
    for rule in RecommendationRule.allCases {
      let found = recommendations.filter { $0.rule == rule }
      if found.isEmpty { continue }
      let points = Self.cut(
        found, more: frame.code("report \(frame.kind.rawValue) --period \(frame.period.name) --format json")
      ) {
        Phrase($0.subject, .strong) + ": \($0.words)" + ($0.command.map { ". " + frame.code($0) } ?? "")
          + ($0.byHand.map { "; once that is done by hand: " + frame.code($0) } ?? "")
          + ($0.since.map { ". Since then: \($0)" } ?? "")
      }
      blocks.append(
        .group([
          .heading(rule.isUrgent ? Phrase("URGENT", .bad) + " \(rule.title)" : Phrase(rule.title)),
          .paragraph(Phrase("Rule \(rule.rawValue): \(rule.words).", .faint)), .list(points),
        ]))
    }
    return blocks
  }

  /// `entries`, the most urgent first, each `rule`, `urgent`, `because`, what the rule says, `subject`, `words`,
  /// `command`, null where none helps, `by_hand`, null or what to type once it was mended by hand, `since`, null or what somebody did about it after the end of the period.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      (
        "entries",
        .records(
          recommendations.map { found in
            ReportRecord([
              ("rule", .text(found.rule.rawValue)), ("urgent", .truth(found.rule.isUrgent)),
              ("because", .text(found.rule.words)), ("subject", .text(found.subject)), ("words", .text(found.words)),
              ("command", .text(found.command.map { frame.command($0) })),
              ("by_hand", .text(found.byHand.map { frame.command($0) })), ("since", .text(found.since)),
            ])
          })
      )
    ])
  }
}
