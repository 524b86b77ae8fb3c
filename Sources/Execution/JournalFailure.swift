/// The run log could not be written: what happened, and what to do next.
package struct JournalFailure: Error, Sendable {
  package var message: String
  package var hint: String

  package init(message: String, hint: String) {
    self.message = message
    self.hint = hint
  }
}
