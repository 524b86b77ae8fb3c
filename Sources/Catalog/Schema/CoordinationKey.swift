import Scheduling

/// The keys of `maintenance_coordination` that maint acts on; any other is a phase.
enum CoordinationKey: String, SchemaKey {
  case channels, alerts, stakeholders, communication, roles
  case remindEvery = "remind_every"
  case escalateAfter = "escalate_after"
  case giveUpAfter = "give_up_after"

  static let construct = "a map of coordination"
  static let requiredKeys: [CoordinationKey] = []
  /// What a level says of which nobody is told.
  static let nobody = "none"
  /// Of a key that is not in the table: the activities of a phase.
  static let phase = Shape.list(.text)
  static let receivers = Shape.either(.list(.name), .choice([nobody]))

  var field: Field {
    switch self {
    case .channels: Field(.map(.name, of: .construct(.channel)), "The ways by which messages leave the host.")
    case .alerts:
      Field(
        .map(.choice(of: MaintenanceTask.AlertLevel.self), of: Self.receivers),
        "The channels, or stakeholders, that get alerts of a level; none: nobody does.")
    case .stakeholders:
      Field(
        .either(.list(.name), .map(.name, of: .construct(.stakeholder))), "Who is told: names, or what each gets.")
    case .communication:
      Field(.list(.choice(of: MessageKind.self)), "What stakeholders get who do not say otherwise; all unless given.")
    case .roles:
      Field(.map(.name, of: .list(.text)), "Who may act in a role: users, and groups of the host as %NAME.")
    case .remindEvery:
      Field(
        .timeLimit, "When failures, incidents nobody is at and approvals nobody gives are told again; 1d unless given.")
    case .escalateAfter:
      Field(.timeLimit, "When others, or all again, are told of what nobody acknowledged; never unless given.")
    case .giveUpAfter:
      Field(.timeLimit, "How long it is tried to deliver a message, and eight times at least; 1d unless given.")
    }
  }
}
