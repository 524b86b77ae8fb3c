/// Who looks after a task that fails.
package struct FailingWord: Sendable, Hashable {
  /// The number that `ack` takes.
  package var message: Int
  /// nil: nobody has said so, and the message waits for it.
  package var word: MessageRecord.Word?

  package init(message: Int, word: MessageRecord.Word? = nil) {
    self.message = message
    self.word = word
  }
}
