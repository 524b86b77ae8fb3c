import Scheduling

/// A role that signs for a run, or has to.
package struct SignOff: Sendable, Hashable {
  /// Who signed, when, and what they had to say.
  package struct Word: Sendable, Hashable {
    package var by: Actor
    package var at: Timestamp
    package var note: String?

    package init(by: Actor, at: Timestamp, note: String? = nil) {
      self.by = by
      self.at = at
      self.note = note
    }
  }

  package var role: String
  /// A tier of the run asks for it.
  package var isRequired: Bool
  /// nil: nobody has signed.
  package var word: Word?

  package init(role: String, isRequired: Bool, word: Word? = nil) {
    self.role = role
    self.isRequired = isRequired
    self.word = word
  }
}
