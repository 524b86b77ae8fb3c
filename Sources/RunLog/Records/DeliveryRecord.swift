import Scheduling

/// A message on its way through a channel.
package struct DeliveryRecord: Sendable, Hashable {
  package enum Outcome: String, Sendable, CaseIterable {
    case sent
    case givenUp = "given_up"
  }

  package var channel: String
  package var attempts: Int
  package var nextAt: Timestamp
  /// nil: it waits.
  package var outcome: Outcome?
  package var endedAt: Timestamp?
  /// Why the last attempt failed.
  package var error: String?
  /// Of a mail: who has it, and who will never get it.
  package var settled: [SettledRecipient] = []
  /// False where the schedule has no such channel any more.
  package var isThere = true

  package init(
    channel: String, attempts: Int, nextAt: Timestamp, outcome: Outcome? = nil, endedAt: Timestamp? = nil,
    error: String? = nil
  ) {
    self.channel = channel
    self.attempts = attempts
    self.nextAt = nextAt
    self.outcome = outcome
    self.endedAt = endedAt
    self.error = error
  }
}
