/// What somebody should do, by a rule, because of figures.
package struct Recommendation: Sendable, Hashable {
  package var rule: RecommendationRule
  /// What it is about: a task, a series, an incident.
  package var subject: String
  /// What was found, and what to do about it.
  package var words: String
  /// What to type, less `maint`; nil where that is no command.
  package var command: String?
  /// What to type instead once it is mended by hand, less `maint`; nil: nothing.
  package var byHand: String?
  /// What somebody did about it after the end of the period, so that there is nothing left to type; nil: nothing, as far as is known.
  package var since: String?

  package init(
    _ rule: RecommendationRule, _ subject: String, _ words: String, command: String? = nil, byHand: String? = nil,
    since: String? = nil
  ) {
    (self.rule, self.subject, self.words, self.since) = (rule, subject, words, since)
    (self.command, self.byHand) = since == nil ? (command, byHand) : (nil, nil)
  }
}
