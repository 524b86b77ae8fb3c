import Catalog
import Scheduling

/// A message of the outbox, as a report tells of it.
package struct SentMessage: Sendable, Hashable {
  package var number: Int
  package var at: Timestamp
  package var level: MaintenanceTask.AlertLevel
  package var subject: String
  /// nil: nobody has said that they are at it.
  package var acknowledgedAt: Timestamp?
  package var acknowledgedBy: String?

  package init(
    number: Int, at: Timestamp, level: MaintenanceTask.AlertLevel, subject: String, acknowledgedAt: Timestamp? = nil,
    acknowledgedBy: String? = nil
  ) {
    self.number = number
    self.at = at
    self.level = level
    self.subject = subject
    self.acknowledgedAt = acknowledgedAt
    self.acknowledgedBy = acknowledgedBy
  }
}
