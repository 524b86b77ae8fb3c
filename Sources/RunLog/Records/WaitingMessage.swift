/// A message that a channel has to deliver.
package struct WaitingMessage: Sendable, Hashable {
  package var message: OutboxMessage
  /// Those that failed.
  package var attempts: Int
  /// Addresses that need it no more: they have it, or their server will never take it.
  package var settled: Set<String>

  package init(_ message: OutboxMessage, attempts: Int = 0, settled: Set<String> = []) {
    self.message = message
    self.attempts = attempts
    self.settled = settled
  }
}
