/// What messages are about, as stakeholders choose them.
package enum MessageKind: String, Sendable, CaseIterable {
  case maintenanceNotifications = "maintenance_notifications"
  case progressUpdates = "progress_updates"
  case completionNotifications = "completion_notifications"
  case issueEscalation = "issue_escalation"
}
