/// Something that makes `maint status` exit with 1 or 2. The page and the report of now tell each of them, too.
package struct StatusMatter: Sendable, Hashable {
  package enum Cause: CaseIterable, Sendable {
    case strange, doubt, incident, unsound, schedules, failed, heldUp, dead, neverStarts, missedWindow, overdue,
      approval
    case notCopied, backupLost, drill, deaf
  }

  package var cause: Cause
  /// A task, an incident, a channel, as a recommendation names it.
  package var subject: String
  package var words: String
  /// What to type, less `maint`.
  package var command: String
  /// An incident that somebody must be at now, too.
  package var needsHuman = false

  init(_ cause: Cause, _ subject: String, _ words: String, _ command: String = "status") {
    (self.cause, self.subject, self.words, self.command) = (cause, subject, words, command)
    needsHuman = cause == .strange || cause == .doubt
  }
}
