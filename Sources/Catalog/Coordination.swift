import Scheduling

/// Who is told what of maintenance, through what, and what else a project says of working together.
package struct Coordination: Sendable, Hashable {
  /// In the order written.
  package var channels: [Channel] = []
  package var channelNames: [String] { channels.map(\.name) }
  /// The channels that get alerts of a level, and stakeholders whose channels do; a level that is missing has none.
  package var alerts: [MaintenanceTask.AlertLevel: [String]] = [:]
  package var stakeholders: [Stakeholder] = []
  /// The kinds of messages that stakeholders get who do not say otherwise; nil: all.
  package var communication: [MessageKind]?
  /// Between two messages about something that goes on failing.
  package var remindEvery: Duration = .seconds(24 * 3600)
  /// How long a message may wait for its acknowledgement until others are told too; nil: for ever.
  package var escalateAfter: Duration?
  /// How long a delivery is tried.
  package var giveUpAfter: Duration = .seconds(24 * 3600)
  /// Who may act in which role.
  package var roles: [String: [RoleMember]] = [:]
  /// Everything else under `maintenance_coordination`.
  package var phases: [CoordinationPhase] = []

  package init() {}
}
