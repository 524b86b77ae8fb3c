import Execution
import RunLog
import Scheduling

/// What is said of a change that waits to be confirmed, or waited.
package enum ConfirmationText {
  /// Who confirmed it, and what they had to say.
  package static func shown(_ word: ConfirmationRecord.Word) -> String {
    HarmlessText.words(word.by + (word.note.map { ": \($0)" } ?? ""))
  }

  /// While it waits: until when.
  static func waiting(until deadline: Timestamp, clock: ClockText) -> String {
    "waits until \(clock.dateAndTime(deadline)) to be confirmed, else it is rolled back"
  }

  /// What came of the wait; nil where nobody decided.
  static func past(_ confirmation: ConfirmationRecord, clock: ClockText) -> String? {
    switch confirmation.verdict {
    case .confirmed?:
      let time = clock.dateAndTime(confirmation.decidedAt ?? confirmation.since)
      return "confirmed at \(time)" + (confirmation.word.map { " by \(shown($0))" } ?? "")
    case .expired?: return "not confirmed by \(clock.dateAndTime(confirmation.deadline))"
    case nil: return nil
    }
  }
}
