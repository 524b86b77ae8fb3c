import Catalog
import Scheduling

/// A message as it stands in the outbox.
package struct OutboxMessage: Sendable, Hashable {
  /// What `maint ack` takes.
  package var number: Int
  package var key: String
  package var at: Timestamp
  package var level: MaintenanceTask.AlertLevel
  package var kind: MessageKind
  package var run: Int?
  /// Of the run or the tasks that it tells of.
  package var outcome: String?
  package var subject: String
  package var text: String
  /// The newest hash of the audit chain when it was written.
  package var head: String
  package var waitsForWord: Bool
  /// It tells of tasks of which one fails still, and nobody has said that they look after it: a word on this message is one on
  /// the alarm, whether or not it is the message that waits for it.
  package var isOpen = false
  package var tasks: [NewMessage.Task]
  /// The incident that it tells of, or that another message told of which nobody acknowledged.
  package var incident: Int?
  /// The request for approval that it tells of, which waits still.
  package var request: Int?
  /// The change that it tells of, as `confirm` takes it, which still waits for somebody to confirm it.
  package var confirmation: String?
  /// What became of that until now.
  package var incidentState: IncidentState?

  package struct IncidentState: Sendable, Hashable {
    package var level: MaintenanceTask.AlertLevel
    package var openedAt: Timestamp
    /// nil: nobody has said that they are at it.
    package var acknowledgedAt: Timestamp?
    /// nil: it is open.
    package var resolvedAt: Timestamp?

    package init(
      level: MaintenanceTask.AlertLevel, openedAt: Timestamp, acknowledgedAt: Timestamp? = nil,
      resolvedAt: Timestamp? = nil
    ) {
      self.level = level
      self.openedAt = openedAt
      self.acknowledgedAt = acknowledgedAt
      self.resolvedAt = resolvedAt
    }

    /// Somebody should be at it, and nobody is: so long all that told of it asks for a word, whether or not others are told.
    var isUntended: Bool { level != .info && acknowledgedAt == nil && resolvedAt == nil }
  }

  /// What somebody has to type, all that follows `maint`: that they look after it, approve or confirm; nil: nobody has to. Of
  /// an incident, what the incident takes, and no other.
  package var acknowledge: String? {
    if let request { return "approve \(request)" }
    if let confirmation { return "confirm \(confirmation)" }
    guard waitsForWord || isOpen || incidentState?.isUntended ?? false else { return nil }
    return incident.map { "incident ack \($0)" } ?? "ack \(number)"
  }

  /// Each once: of what failed in a graver way and fails still, the alarm that is over stands beside the other for those alone who
  /// know it by its level.
  package var toldTasks: [NewMessage.Task] {
    let failing = Set(tasks.lazy.filter { $0.wellAt == nil }.map(\.name))
    return tasks.filter { $0.wellAt == nil || !failing.contains($0.name) }
  }

  package init(
    number: Int, key: String, at: Timestamp, level: MaintenanceTask.AlertLevel, kind: MessageKind, run: Int? = nil,
    outcome: String? = nil, subject: String, text: String, head: String, waitsForWord: Bool = false,
    tasks: [NewMessage.Task] = []
  ) {
    self.number = number
    self.key = key
    self.at = at
    self.level = level
    self.kind = kind
    self.run = run
    self.outcome = outcome
    self.subject = subject
    self.text = text
    self.head = head
    self.waitsForWord = waitsForWord
    self.tasks = tasks
  }
}
