import Scheduling

/// What a channel has to deliver next.
package struct WaitingDelivery: Sendable, Hashable {
  package var channel: String
  package var message: Int
  /// It is not tried again before.
  package var nextAt: Timestamp
  /// The last attempt; nil: there was none.
  package var triedAt: Timestamp?

  package init(channel: String, message: Int, nextAt: Timestamp, triedAt: Timestamp? = nil) {
    self.channel = channel
    self.message = message
    self.nextAt = nextAt
    self.triedAt = triedAt
  }
}
