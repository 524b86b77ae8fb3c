import Scheduling

/// A change that waits to be confirmed, or waited.
package struct ConfirmationRecord: Sendable, Hashable {
  package enum Verdict: String, Sendable, CaseIterable {
    case confirmed
    /// Nobody had confirmed it in time.
    case expired
  }

  /// Who confirmed it, and what they had to say.
  package struct Word: Sendable, Hashable {
    package var by: String
    package var uid: Int
    package var note: String?

    package init(by: String, uid: Int, note: String?) {
      self.by = by
      self.uid = uid
      self.note = note
    }
  }

  package var since: Timestamp
  /// By the clock on the wall, which may be set; what counts is how long it has waited.
  package var deadline: Timestamp
  /// nil: it waits, or was stopped or interrupted before anybody decided.
  package var verdict: Verdict?
  package var decidedAt: Timestamp?
  /// nil where nobody confirmed it.
  package var word: Word?

  package init(
    since: Timestamp, deadline: Timestamp, verdict: Verdict? = nil, decidedAt: Timestamp? = nil, word: Word? = nil
  ) {
    self.since = since
    self.deadline = deadline
    self.verdict = verdict
    self.decidedAt = decidedAt
    self.word = word
  }
}
