/// A map whose keys are those of a table, wherever in a schedule or runbook it may stand.
package enum Construct: Hashable, Sendable {
  case schedule, tier, task, window, freeze, defaults, keep, drill, approval
  case coordination, channel, stakeholder, login, file
  case runbook, parameter, secret
  case step(of: Stage)
  case archive, restore, copy

  package var table: KeyTable {
    switch self {
    case .schedule: KeyTable(ScheduleKey.self)
    case .tier: KeyTable(TierKey.self)
    case .task: KeyTable(TaskKey.self)
    case .window: KeyTable(WindowKey.self)
    case .freeze: KeyTable(FreezeKey.self)
    case .defaults: KeyTable(DefaultsKey.self)
    case .keep: KeyTable(KeepKey.self)
    case .drill: KeyTable(DrillKey.self)
    case .coordination: KeyTable(CoordinationKey.self)
    case .channel: KeyTable(ChannelKey.self)
    case .stakeholder: KeyTable(StakeholderKey.self)
    case .login: KeyTable(LoginKey.self)
    case .file: KeyTable(FileKey.self)
    case .approval: KeyTable(ApprovalKey.self)
    case .runbook: KeyTable(RunbookKey.self)
    case .parameter: KeyTable(ParameterKey.self)
    case .secret: KeyTable(SecretKey.self)
    case .step(let stage): KeyTable(StepKey.self) { $0.isAllowed(in: stage) }
    case .archive: KeyTable(ArchiveKey.self)
    case .restore: KeyTable(RestoreKey.self)
    case .copy: KeyTable(CopyKey.self)
    }
  }

  /// What may stand in place of the map: a step is a shell text where it says nothing more.
  package var shortForm: Shape? {
    switch self {
    case .tier: .list(.construct(.task))
    case .task: .name
    case .step, .copy: .script
    case .drill: .choice([DrillKey.nothing])
    case .approval: .either(.filledList(.approver), .approver)
    case .schedule, .window, .freeze, .defaults, .keep, .coordination, .channel, .stakeholder, .login, .file, .runbook,
      .parameter, .secret, .archive, .restore:
      nil
    }
  }

  /// Another map that may stand in its place: what maint itself does in a stage.
  package var otherForm: Construct? {
    switch self {
    case .step(of: .backup): .archive
    case .step(of: .rollback): .restore
    default: nil
    }
  }

  /// What a key says that is not in the table; its name is one as others are. nil: there are no others.
  package var otherValue: Shape? {
    self == .coordination ? CoordinationKey.phase : nil
  }

  /// With its article: `a step`.
  package var name: String { table.construct }

  /// The map or its short form, for what was expected.
  var anyForm: Shape {
    shortForm.map { .either($0, .construct(self)) } ?? .construct(self)
  }
}
