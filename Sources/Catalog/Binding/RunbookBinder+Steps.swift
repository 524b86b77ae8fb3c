import Diagnostics
import Scheduling
import Syntax
import TextSearch

/// Stages and their steps.
extension RunbookBinder {
  mutating func bindSteps(_ node: Node, of stage: Stage) -> [Step] {
    var steps: [Step] = []
    let items = reader.items(of: node, .construct(.step(of: stage))) ?? []
    steps.reserveCapacity(items.count)
    for item in items {
      guard let step = bindStep(item, of: stage) else { continue }
      keepShellSources(of: step, item) { .step(stage, steps.count, $0) }
      steps.append(step)
    }
    return steps
  }

  private mutating func keepShellSources(
    of step: Step, _ node: Node, origin: (ShellSource.Part) -> ShellSource.Origin
  ) {
    let isMap = node.kind == .map
    let texts: [(ShellSource.Part, Node?)] = [
      (.condition, step.condition == nil ? nil : node[StepKey.condition.rawValue]),
      (.run, isMap ? node[StepKey.run.rawValue] : node),
      (.undo, step.undo == nil ? nil : node[StepKey.undo.rawValue]),
      (.rehearsal, step.isReplacedInRehearsal ? node[StepKey.rehearse.rawValue] : nil),
    ]
    for case (let part, let text?) in texts {
      runbook.shellSources.append(ShellSource(origin: origin(part), node: text))
    }
  }

  /// nil without a shell text.
  private mutating func bindStep(_ node: Node, of stage: Stage) -> Step? {
    switch node.kind {
    case .scalar:
      return reader.script(node).map { Step(name: Self.title(of: $0), run: $0, place: node.place) }
    case .list:
      reader.noteWrongType(node, expected: Construct.step(of: stage).anyForm)
      return nil
    case .map: break
    }
    if noteMapOfText(node) { return nil }
    if node.isFlow, let first = node.entries.first(where: { _ in true }), first.value.isEmptyPlain,
      first.key.text.contains(";")
    {
      reader.noteWrongType(node, expected: .script)
      return nil
    }
    if let key = Self.pathKey(of: node) { return bindPathAction(node, key, of: stage) }
    guard let entries = reader.entries(of: node, as: StepKey.self) else { return nil }
    var step = Step(name: "", run: "", place: NodeReader.start(of: node))
    for entry in entries where !isMisplaced(entry, in: stage) { bind(entry, into: &step) }
    checkSkip(&step, entries, in: stage)
    if step.name.isEmpty { step.name = Self.title(of: step.run) }
    checkBackupFolder(step, entries, in: stage)
    return step.run.isEmpty ? nil : step
  }

  /// `- echo a: b` is a map with the key `echo a`, where a shell text was meant: one mistake, and told as one.
  private mutating func noteMapOfText(_ node: Node) -> Bool {
    guard !node.isFlow, let first = node.entries.first(where: { _ in true }), first.key.style == .plain,
      first.key.text.contains(" "), node["run"] == nil
    else { return false }
    let text = node.tree.source.text(in: SourceRange(first.key.range.lower, first.value.range.upper))
    let entry = Replacement.quoted(text).map { "write run: \($0)" }
    reader.note(
      .unknownKey, "unknown key '\(first.key.text)'", at: first.key.place,
      hint: "': ' makes a map of a shell text: "
        + (entry ?? "write 'run: |' and the text on the next line, indented more"))
    return true
  }

  private mutating func bind(_ entry: NodeReader.Entry<StepKey>, into step: inout Step) {
    let value = entry.value
    switch entry.key {
    case .name: step.name = reader.text(value) ?? ""
    case .run: step.run = reader.script(value) ?? ""
    case .undo: step.undo = reader.script(value)
    case .condition: step.condition = reader.script(value)
    case .timeout: step.timeout = reader.timeLimit(value)
    case .retries: step.retries = reader.count(value, in: StepKey.retriesRange) ?? step.retries
    case .delay: step.delay = reader.duration(value) ?? step.delay
    case .backoff: step.backoff = reader.factor(value, in: StepKey.backoffRange) ?? step.backoff
    case .environment: step.environment = bindEnvironment(value)
    case .workingDirectory: step.workingDirectory = reader.absolutePath(value)
    case .user: step.user = bindUser(value)
    case .shell: step.shell = reader.choice(value, of: Step.Shell.self) ?? step.shell
    case .exitCodes: step.exitCodes = bindExitCodes(value) ?? step.exitCodes
    case .onFailure: step.onFailure = reader.choice(value, of: Step.FailurePolicy.self) ?? step.onFailure
    case .processes: step.processes = reader.choice(value, of: Step.ProcessPolicy.self) ?? step.processes
    case .rehearse: step.rehearsal = reader.script(value).map(Step.Rehearsal.init)
    }
  }

  /// Keys that only one stage has.
  private mutating func isMisplaced(_ entry: NodeReader.Entry<StepKey>, in stage: Stage) -> Bool {
    guard let home = entry.key.stage, stage != home else { return false }
    noteMisplaced(entry.keyNode, home: home, stage: stage)
    return true
  }

  /// Only while nothing was touched can there be nothing to do.
  private mutating func checkSkip(_ step: inout Step, _ entries: [NodeReader.Entry<StepKey>], in stage: Stage) {
    guard step.onFailure == .skip, stage != .precheck,
      let place = entries.first(where: { $0.key == .onFailure })?.value.place
    else { return }
    step.onFailure = .fail
    reader.note(
      .misplacedKey, "'on_failure: skip' belongs to a step of precheck, not of \(stage.rawValue)", at: place,
      hint: "a step that is not always to be done has an if:, which skips that step alone")
  }

  mutating func noteMisplaced(_ key: Node, home: Stage, stage: Stage) {
    reader.note(
      .misplacedKey, "'\(key.text)' belongs to a step of \(home.rawValue), not of \(stage.rawValue)", at: key.place,
      hint: "move it to \(home.rawValue):, or remove it")
  }

  private mutating func bindEnvironment(_ node: Node) -> [(name: String, value: String)] {
    var environment: [(name: String, value: String)] = []
    guard let pairs = reader.pairs(of: node, StepKey.environment.field.shape) else { return [] }
    for (key, value) in pairs {
      // A step may well choose its own PATH or LANG.
      let name = reader.variableName(key) { name in
        name.hasPrefix(ReservedVariable.ownPrefix) ? ReservedVariable.reason(for: name) : nil
      }
      if let name, let text = reader.text(value) { environment.append((name, text)) }
    }
    return environment
  }

  private mutating func bindUser(_ node: Node) -> String? {
    guard let name = reader.scalar(node, .userName) else { return nil }
    if !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }) {
      return name
    }
    reader.note(.badName, "'\(name)' cannot be the name of a user", at: node.place)
    return nil
  }

  private mutating func bindExitCodes(_ node: Node) -> Set<Int32>? {
    guard let items = reader.items(of: node, .count(StepKey.exitCodeRange)) else { return nil }
    if node.items.isEmpty {
      reader.note(
        .missingValue, "without any exit code the step could never succeed", at: node.place,
        hint: "list the codes that mean success, as in [0, 1]")
      return nil
    }
    return Set(items.compactMap { reader.count($0, in: StepKey.exitCodeRange).map { Int32($0) } })
  }

  /// The state folder is open to its owner alone, so a step of another user could not write its backup.
  private mutating func checkBackupFolder(_ step: Step, _ entries: [NodeReader.Entry<StepKey>], in stage: Stage) {
    guard stage == .backup, let user = step.user, user != "root", step.run.contains(text: "MAINT_BACKUP_DIR"),
      let place = entries.first(where: { $0.key == .user })?.value.place
    else { return }
    reader.note(
      .unwritableBackupFolder, "the user '\(user)' cannot write into $MAINT_BACKUP_DIR, which only root may enter",
      at: place,
      hint: "remove user: and let root's shell open the file: su \(user) -c '…' > \"$MAINT_BACKUP_DIR/x\"")
  }

  /// The first line with something on it, shortened.
  private static func title(of script: String) -> String {
    let line = script.split(separator: "\n").first { $0.contains { $0 != " " && $0 != "\t" } } ?? ""
    let text = line.drop { $0 == " " || $0 == "\t" }
    return text.count <= longestTitle ? String(text) : text.prefix(longestTitle - 1) + "…"
  }

  /// Characters of a step's name where it is taken from its text.
  private static let longestTitle = 60
}

extension Step {
  fileprivate var isReplacedInRehearsal: Bool {
    if case .replace = rehearsal { true } else { false }
  }
}

extension Step.Rehearsal {
  fileprivate init(_ text: String) {
    switch text {
    case "run": self = .run
    case "skip": self = .skip
    default: self = .replace(text)
    }
  }
}
