/// The keys at the top of a runbook.
enum RunbookKey: String, SchemaKey {
  case description, category, type, params, secrets, requires, locks, keep, touches, ignore
  case precheck, backup, change, verify, confirm, rollback, cleanup, reason, approval
  case copyTo = "copy_to"
  case requiresSuccess = "requires_success"

  static let construct = "a runbook"
  static let requiredKeys: [RunbookKey] = []

  var field: Field {
    switch self {
    case .description: Field(.text, "What it does, in a sentence.")
    case .category: Field(.choice(of: Runbook.Category.self), "The kind of maintenance.")
    case .type: Field(.choice(of: Runbook.Kind.self), "The kind of change.")
    case .params:
      Field(.map(.variableName, of: .construct(.parameter)), "Values that it takes, given to steps as variables.")
    case .secrets:
      Field(.map(.variableName, of: .construct(.secret)), "Values that are shown nowhere, given to steps as variables.")
    case .requires: Field(.list(.text), "Commands that must be on PATH before it starts.")
    case .locks: Field(.list(.name), "Locks held while it runs.")
    case .keep:
      Field(.construct(.keep), "Which of its backups stay when newer ones are made; as in defaults unless given.")
    case .touches:
      Field(.list(.absolutePath), "Paths or patterns that change writes beside its backups, and rollback restores.")
    case .ignore: Field(.list(.absolutePath), "Paths or patterns whose changes do not matter, such as logs and caches.")
    case .precheck:
      Field(.list(.construct(.step(of: .precheck))), "Reads only; a failure means that nothing was touched.")
    case .backup: Field(.list(.construct(.step(of: .backup))), "Keeps what change will touch, in $MAINT_BACKUP_DIR.")
    case .change: Field(.list(.construct(.step(of: .change))), "Changes the host.")
    case .verify: Field(.list(.construct(.step(of: .verify))), "Shows that the change works; a failure rolls back.")
    case .confirm:
      Field(.timeLimit, "After verify, how long 'maint confirm' may take; without it the change is rolled back.")
    case .rollback:
      Field(
        .either(.list(.construct(.step(of: .rollback))), .choice([Self.noRollback])),
        "The way back; undo in reverse order unless given.")
    case .cleanup: Field(.list(.construct(.step(of: .cleanup))), "Always runs, also after a rollback.")
    case .reason: Field(.text, "Why there is no way back, where rollback is none.")
    case .approval:
      Field(.construct(.approval), "Who must say yes before any task that runs it begins; a task can add to it.")
    case .requiresSuccess:
      Field(
        .map(.text, of: .text),
        "Which success must come first: values of parameters, within, and whether a rehearsal will do.")
    case .copyTo:
      Field(
        .construct(.copy), "Takes its backups off-site in place of what the defaults say; none: they stay on this host."
      )
    }
  }

  /// What `rollback` says where there is no way back.
  static let noRollback = "none"
}
