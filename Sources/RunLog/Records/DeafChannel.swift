import Scheduling

/// A channel that took no messages at a moment.
package struct DeafChannel: Sendable, Hashable {
  package var channel: String
  /// Messages that waited for it then; 0: it has given up all of them.
  package var waiting: Int
  /// The oldest of them, or of those that were given up; nil: not known.
  package var since: Timestamp?
  /// Why it takes none, as of now; nil: of a moment that is over.
  package var error: String?
  /// When it took one after that moment; nil: it did not.
  package var heardAgain: Timestamp?

  package init(
    channel: String, waiting: Int, since: Timestamp? = nil, error: String? = nil, heardAgain: Timestamp? = nil
  ) {
    (self.channel, self.waiting, self.since) = (channel, waiting, since)
    (self.error, self.heardAgain) = (error, heardAgain)
  }
}
