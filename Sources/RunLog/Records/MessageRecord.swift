import Scheduling

/// A message with what became of it.
package struct MessageRecord: Sendable, Hashable {
  package struct Word: Sendable, Hashable {
    package var at: Timestamp
    package var by: String
    package var note: String?

    package init(at: Timestamp, by: String, note: String?) {
      self.at = at
      self.by = by
      self.note = note
    }
  }

  package var message: OutboxMessage
  /// nil: nobody has acknowledged it.
  package var acknowledged: Word?
  /// By name of the channel.
  package var deliveries: [DeliveryRecord]
  /// Of its tasks those that fail still, and that nobody looks after.
  package var openTasks: [String] = []
  /// It is of the log's owner, or everybody's.
  package var isOwn = true
}
