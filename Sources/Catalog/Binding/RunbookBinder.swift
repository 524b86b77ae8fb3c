import Diagnostics
import Syntax

/// Binds the tree of one runbook.
struct RunbookBinder {
  var reader = NodeReader()
  var runbook: Runbook
  /// Where the keys stand that other keys are judged by.
  private var keys: [RunbookKey: Node] = [:]
  /// Every parameter could be read.
  private(set) var hasSoundParameters = true

  /// Of the parameters that `requires_success` names.
  private var requiredNames: [Place] = []
  private var reason: String?
  private var saysNoRollback = false

  init(name: String, source: Source) {
    runbook = Runbook(name: name, place: .path(source.path))
  }

  mutating func bind(_ tree: SyntaxTree) {
    reader.concealed = ConcealedText(of: tree.source)
    guard tree.hasDocument else {
      hasSoundParameters = false
      return reader.note(
        .emptyFile, "this runbook is empty", at: .path(tree.source.path),
        hint: "write at least one stage, such as precheck: with a list of steps, or remove the file")
    }
    runbook.place = NodeReader.start(of: tree.root)
    guard let entries = reader.entries(of: tree.root, as: RunbookKey.self) else {
      hasSoundParameters = false
      return
    }
    for entry in entries {
      keys[entry.key] = entry.keyNode
      bind(entry.key, entry.value)
    }
    checkNames()
    checkWayBack()
    checkConfirmation()
    checkRestores()
    checkOverlaps()
    checkStages()
    checkRequiredSuccess()
  }

  private mutating func bind(_ key: RunbookKey, _ value: Node) {
    switch key {
    case .description: runbook.description = reader.text(value)
    case .category: runbook.category = reader.choice(value, of: Runbook.Category.self)
    case .type: runbook.kind = reader.choice(value, of: Runbook.Kind.self)
    case .params:
      let before = reader.diagnostics.errorCount
      runbook.parameters = bindParameters(value)
      hasSoundParameters = reader.diagnostics.errorCount == before
    case .secrets: runbook.secrets = bindSecrets(value)
    case .requires: runbook.requires = reader.texts(value)
    case .locks: runbook.locks = reader.names(value)
    case .keep: runbook.keep = reader.keepRules(value)
    case .touches: runbook.touches = reader.absolutePaths(value)
    case .ignore: runbook.ignored = reader.absolutePaths(value)
    case .precheck: runbook.precheck = bindSteps(value, of: .precheck)
    case .backup: runbook.backup = bindSteps(value, of: .backup)
    case .change: runbook.change = bindSteps(value, of: .change)
    case .verify: runbook.verify = bindSteps(value, of: .verify)
    case .confirm: runbook.confirm = reader.timeLimit(value)
    case .rollback: bindRollback(value)
    case .cleanup: runbook.cleanup = bindSteps(value, of: .cleanup)
    case .reason: reason = reader.text(value)
    case .copyTo: bindCopy(value)
    case .approval: runbook.approval = reader.approvalRule(value)
    case .requiresSuccess:
      guard let found = reader.successRule(value) else { return }
      (runbook.requiresSuccess, requiredNames) = (found.rule, found.names)
    }
  }

  /// Those of parameters in `requires_success` are the runbook's own, and so are their values.
  private mutating func checkRequiredSuccess() {
    guard let rule = runbook.requiresSuccess, hasSoundParameters else { return }
    for (required, place) in zip(rule.parameters, requiredNames) {
      guard let parameter = runbook.parameters.first(where: { $0.name == required.name }) else {
        let names = runbook.parameters.map(\.name)
        reader.note(
          .unknownParameter, "this runbook has no parameter '\(required.name)'", at: place,
          hint: reader.suggestion(for: required.name, among: names)
            ?? (names.isEmpty ? "it takes none" : "it takes \(names.joined(separator: ", "))"))
        continue
      }
      if let problem = parameter.check(required.value) {
        reader.note(problem.id, problem.message, at: place, hint: problem.hint)
      }
    }
  }

  private mutating func bindRollback(_ node: Node) {
    if node.says(RunbookKey.noRollback) {
      saysNoRollback = true
    } else if node.kind == .list {
      runbook.rollback = bindSteps(node, of: .rollback)
    } else {
      reader.noteWrongType(node, expected: RunbookKey.rollback.field.shape)
    }
  }

  private mutating func bindCopy(_ node: Node) {
    runbook.copyTo = reader.copyRule(node)
    guard case .command? = runbook.copyTo else { return }
    if let source = NodeReader.copySource(node) { runbook.shellSources.append(source) }
  }

  private mutating func checkNames() {
    for secret in runbook.secrets {
      guard let parameter = runbook.parameters.first(where: { $0.name == secret.name }) else { continue }
      reader.note(
        .duplicateName, "the secret '\(secret.name)' has the name of a parameter", at: secret.place,
        hint: "both would be the same variable; rename one of them",
        notes: [Diagnostic.Note("the parameter is defined here", at: parameter.place)])
    }
  }

  /// A change must have a way back, or say why there is none.
  private mutating func checkWayBack() {
    if saysNoRollback, let place = keys[.rollback]?.place {
      if let step = runbook.change.first(where: { $0.undo != nil }) {
        reader.note(
          .contradictoryKeys, "rollback is none, but a step of change has an undo", at: place,
          hint: "remove one of the two", notes: [Diagnostic.Note("this step", at: step.place)])
      }
      guard keys[.reason] == nil else {
        runbook.noRollbackReason = reason
        return
      }
      reader.note(
        .missingReason, "rollback: none needs a reason", at: place, hint: "add reason: and say why there is no way back"
      )
      return
    }
    if let place = keys[.reason]?.place {
      reader.note(
        .needlessReason, "a reason says why there is no way back, but rollback is not none", at: place,
        hint: "write rollback: none, or remove the reason")
    }
    // A backup or rollback that could not be read was meant to be one.
    guard let change = keys[.change], keys[.rollback] == nil, let bare = runbook.change.first(where: { $0.undo == nil })
    else { return }
    guard keys[.backup] == nil, runbook.change.allSatisfy({ $0.undo == nil }) else {
      // Without a rollback stage, what was archived is restored.
      let isRestored = runbook.backup.contains { $0.pathAction != nil }
      guard keys[.backup] == nil || !runbook.backup.isEmpty && !isRestored else { return }
      return reader.note(
        .stepWithoutUndo, "when this fails, or a later step does, nothing undoes it and a human is needed",
        severity: .warning, at: bare.place, hint: "give it an undo:, or the runbook a rollback:")
    }
    reader.note(
      .noWayBack, "this runbook changes the host and has no way back", at: change.place,
      hint: "add rollback:, or an undo: to its steps, or backup: and rollback:; or write rollback: none and a reason:")
  }

  /// What is not confirmed in time is rolled back, so there must be something that can be.
  private mutating func checkConfirmation() {
    guard let place = keys[.confirm]?.place else { return }
    if keys[.change] == nil {
      reader.note(
        .needlessConfirmation, "this runbook changes nothing, so there is nothing to confirm", at: place,
        hint: "remove confirm:, or add change: and its way back")
    } else if saysNoRollback, let rollback = keys[.rollback]?.place {
      reader.note(
        .contradictoryKeys, "a change that nobody confirms is rolled back, but rollback is none", at: place,
        hint: "write a rollback:, or remove confirm:", notes: [Diagnostic.Note("rollback is none", at: rollback)])
    }
  }

  private mutating func checkStages() {
    let stages: [RunbookKey] = [.precheck, .backup, .change, .verify, .rollback, .cleanup]
    if stages.contains(where: { keys[$0] != nil }) { return }
    reader.note(
      .missingKey, "this runbook has no stage, so it would do nothing", at: runbook.place,
      hint: "add \(Shape.alternatives(stages.map(\.rawValue))) with a list of steps")
  }
}
