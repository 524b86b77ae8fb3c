/// What people were told of, and nobody has said that they look after it.
package struct Unacknowledged: Sendable, Hashable {
  /// That told it last.
  package var message: OutboxMessage
  /// That told it first.
  package var first: OutboxMessage
  /// The channels that have been told, by the first or a later one.
  package var told: Set<String>
  /// How often others were told.
  package var escalations: Int
  /// Of the tasks that it told of those that are left, as they fail now. Where it told of an incident: the tasks of its runs that fail.
  package var failing: [FailingTask] = []

  package init(_ message: OutboxMessage, first: OutboxMessage, told: Set<String>, escalations: Int = 0) {
    self.message = message
    self.first = first
    self.told = told
    self.escalations = escalations
  }
}
