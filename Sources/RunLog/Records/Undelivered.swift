/// A channel that does not take messages, or not for all.
package struct Undelivered: Sendable, Hashable {
  package var channel: String
  /// Messages that wait.
  package var waiting: Int
  /// Of these, those that some of their recipients have.
  package var resting = 0
  package var givenUp: Int
  /// The channel is there, and has taken no message after the last one that was given up.
  package var isSilent = false
  /// Messages that some of their recipients have, and that others will never get.
  package var refused: Int
  /// Why the last attempt failed.
  package var error: String

  package init(channel: String, waiting: Int = 0, givenUp: Int = 0, refused: Int = 0, error: String = "") {
    self.channel = channel
    self.waiting = waiting
    self.givenUp = givenUp
    self.refused = refused
    self.error = error
  }
}
