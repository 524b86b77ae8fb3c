import Catalog

/// Which variables the texts of a runbook have before they set any themselves.
struct RunbookVariables {
  /// Where a text stands in the order in which they run. The way back runs after any part of the way there.
  private struct Position: Comparable {
    let stage: Int
    let step: Int
    let part: Int

    static func < (left: Position, right: Position) -> Bool {
      (left.stage, left.step, left.part) < (right.stage, right.step, right.part)
    }
  }

  /// The texts that report a name: the first to run, and whether it is alone.
  private struct Reporters {
    var first: Position
    var origin: ShellSource.Origin
    var areSeveral = false
  }

  private let given: Set<String>
  /// By name; under the empty name those of which the names cannot be read.
  private var reports: [String: Reporters] = [:]

  /// Those of texts that belong to no runbook.
  init() { given = [] }

  init(_ linted: LintedRunbook) {
    let runbook = linted.runbook
    given = Set(runbook.parameters.map(\.name) + runbook.secrets.map(\.name))
    for text in linted.texts where text.step != nil && text.script.reads("MAINT_ENV") {
      guard let position = Self.position(of: text) else { continue }
      for name in ReportedVariables.names(in: text.script) ?? [""] { note(name, at: position, text.source.origin) }
    }
  }

  private mutating func note(_ name: String, at position: Position, _ origin: ShellSource.Origin) {
    guard var reporters = reports[name] else {
      reports[name] = Reporters(first: position, origin: origin)
      return
    }
    reporters.areSeveral = true
    reporters.first = min(reporters.first, position)
    reports[name] = reporters
  }

  /// False where an earlier step may have reported any name.
  func areKnown(to text: ScriptText) -> Bool { text.step == nil || !isReported("", before: text) }

  func has(_ name: String, in text: ScriptText) -> Bool {
    if Self.environment(of: text).contains(where: { $0.contains(name) }) { return true }
    guard let step = text.step else { return false }
    return given.contains(name) || step.environment.contains { $0.name == name } || isReported(name, before: text)
  }

  /// All of them, for finding one that is near.
  func names(for text: ScriptText) -> Set<String> {
    var names = Self.environment(of: text).reduce(into: Set<String>()) { $0.formUnion($1) }
    guard let step = text.step else { return names }
    names.formUnion(given)
    names.formUnion(step.environment.map(\.name))
    names.formUnion(reports.keys.filter { !$0.isEmpty && isReported($0, before: text) })
    return names
  }

  private static func environment(of text: ScriptText) -> [Set<String>] {
    if text.source.origin == .channel { return [ShellEnvironment.toldToChannel, ShellEnvironment.shell] }
    var sets = [ShellEnvironment.base, ShellEnvironment.shell]
    if text.shell == .bash { sets.append(ShellEnvironment.bash) }
    guard text.step != nil else { return sets }
    sets.append(text.source.origin == .copy ? ShellEnvironment.toldToCopy : ShellEnvironment.told)
    if let stage = text.stage, !stage.goesForward { sets.append(ShellEnvironment.toldAfterwards) }
    return sets
  }

  /// Whether a text that reports the name may have run when this one begins. What a step reports reaches its own text
  /// again where it is tried again, but not the first time.
  private func isReported(_ name: String, before text: ScriptText) -> Bool {
    guard let reporters = reports[name], let position = Self.position(of: text) else { return false }
    // From last to first, so that any other step may have come before.
    if case .step(_, _, .undo) = text.source.origin {
      return reporters.areSeveral || reporters.origin != text.source.origin
    }
    return reporters.first < position
  }

  /// nil for the command of a secret and for `copy_to`.
  private static func position(of text: ScriptText) -> Position? {
    guard case .step(let stage, let index, let part) = text.source.origin else { return nil }
    let order = Stage.allCases
    let back = order.firstIndex { !$0.goesForward } ?? order.count
    if part == .undo { return Position(stage: back, step: -1, part: 0) }
    return Position(stage: order.firstIndex(of: stage) ?? 0, step: index, part: part == .condition ? 0 : 1)
  }
}
