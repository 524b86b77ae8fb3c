import Catalog

/// Which variables the texts of a runbook have before they set any themselves.
struct RunbookVariables {
  private let given: Set<String>
  /// What steps write to `$MAINT_ENV`, in the order of the texts; the names are nil where they cannot be read.
  private let reports: [(text: ScriptText, names: Set<String>?)]

  init(_ linted: LintedRunbook) {
    let runbook = linted.runbook
    given = Set(runbook.parameters.map(\.name) + runbook.secrets.map(\.name))
    reports = linted.texts.compactMap { text in
      guard text.step != nil, text.script.reads("MAINT_ENV") else { return nil }
      return (text, ReportedVariables.names(in: text.script))
    }
  }

  /// nil where an earlier step may have reported any.
  func names(for text: ScriptText) -> Set<String>? {
    var names = ShellEnvironment.base.union(ShellEnvironment.shell)
    if text.shell == .bash { names.formUnion(ShellEnvironment.bash) }
    guard let step = text.step else { return names }
    names.formUnion(given)
    names.formUnion(step.environment.map(\.name))
    names.formUnion(ShellEnvironment.told)
    if let stage = text.stage, !stage.goesForward { names.formUnion(ShellEnvironment.toldAfterwards) }
    for report in reports where Self.comesBefore(report.text, text) {
      guard let reported = report.names else { return nil }
      names.formUnion(reported)
    }
    return names
  }

  /// Whether the first may have run when the second begins. What a step reports reaches its own text again where it is
  /// tried again, but not the first time.
  private static func comesBefore(_ first: ScriptText, _ second: ScriptText) -> Bool {
    guard case .step(let firstStage, let firstIndex, let firstPart) = first.source.origin,
      case .step(let secondStage, let secondIndex, let secondPart) = second.source.origin
    else { return false }
    // The way back runs after any part of the way there, and undo from last to first.
    if secondPart == .undo { return first.source.origin != second.source.origin }
    if firstPart == .undo { return !secondStage.goesForward }
    let order = Stage.allCases
    let stages = (order.firstIndex(of: firstStage) ?? 0, order.firstIndex(of: secondStage) ?? 0)
    return (stages.0, firstIndex, rank(firstPart)) < (stages.1, secondIndex, rank(secondPart))
  }

  private static func rank(_ part: ShellSource.Part) -> Int { part == .condition ? 0 : 1 }
}
