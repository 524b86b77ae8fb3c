import Scheduling

/// What a channel has to deliver next.
package struct WaitingDelivery: Sendable, Hashable {
  package var channel: String
  package var message: Int
  /// The message was written.
  package var at: Timestamp
  /// It is not tried again before.
  package var nextAt: Timestamp
  /// The last attempt; nil: there was none.
  package var triedAt: Timestamp?
  /// Some of its recipients have it, so nothing waits behind it.
  package var isRest: Bool
  /// Why the last attempt failed.
  package var error: String?

  package init(
    channel: String, message: Int, at: Timestamp, nextAt: Timestamp, triedAt: Timestamp? = nil, isRest: Bool = false
  ) {
    self.channel = channel
    self.message = message
    self.at = at
    self.nextAt = nextAt
    self.triedAt = triedAt
    self.isRest = isRest
  }
}
