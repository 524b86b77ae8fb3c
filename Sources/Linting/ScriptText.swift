import Catalog
import Diagnostics

/// A shell text of a runbook, of the defaults or of a channel, taken apart and tied to its place.
package struct ScriptText: Sendable {
  package let source: ShellSource
  package let text: String
  package let shell: Step.Shell
  /// nil for the command of a secret; of `copy_to` and channels one that stands for it.
  let step: Step?
  let script: ShellScript

  init(_ source: ShellSource, of runbook: Runbook) {
    self.source = source
    text = source.node.text
    switch source.origin {
    case .step(let stage, let index, _):
      let step = runbook.steps(of: stage)[index]
      self.step = step
      shell = step.shell
    case .secret, .channel:
      step = nil
      shell = .sh
    case .copy:
      step = runbook.copyTo.flatMap { Self.copyStep($0, at: runbook.place) }
      shell = .sh
    }
    script = ShellScript(text, shell: shell)
  }

  /// The `copy_to` of the defaults.
  init(_ source: ShellSource, of defaults: Defaults) {
    self.source = source
    text = source.node.text
    shell = .sh
    step = defaults.copyTo.flatMap { Self.copyStep($0, at: source.node.place) }
    script = ShellScript(text, shell: shell)
  }

  /// The command of a channel.
  init(ofChannel source: ShellSource) {
    self.source = source
    text = source.node.text
    shell = .sh
    step = Step(name: "run", run: text, place: source.node.place)
    script = ShellScript(text, shell: shell)
  }

  /// `copy_to` in the form in which texts are looked at: it knows what a step does, and has a time limit of its own.
  private static func copyStep(_ rule: CopyRule, at place: Place) -> Step? {
    guard case .command(let command) = rule else { return nil }
    var step = Step(name: "copy_to", run: command.run, place: place)
    step.timeout = command.timeout
    return step
  }

  private init(_ other: ScriptText, text: String) {
    (source, shell, step, self.text) = (other.source, other.shell, other.step, text)
    script = ShellScript(text, shell: shell)
  }

  /// The beginning of this text, at the same place.
  func cut(after beginning: String) -> ScriptText { ScriptText(self, text: beginning) }

  /// Where bytes of the text stand in the file; what lies beyond the text stands at its end.
  func place(of range: Range<Int>) -> Place {
    let node = source.node
    let lower = node.sourceOffset(forTextOffset: range.lowerBound)
    let upper = range.isEmpty ? lower : node.sourceOffset(forTextOffset: range.upperBound - 1) + 1
    return .text(node.tree.source, SourceRange(lower, max(lower, upper)))
  }

  /// What stands on the line before its first byte.
  var lineBefore: SourceRange {
    let node = source.node
    return SourceRange(node.tree.source.line(containing: node.range.lower).lower, node.range.lower)
  }

  /// The stage that it belongs to; nil for the command of a secret or channel, and for `copy_to`.
  var stage: Stage? {
    if case .step(let stage, _, _) = source.origin { stage } else { nil }
  }

  /// It runs on the way back or after it, where a task's time limit no longer counts.
  var isBeyondTaskTimeout: Bool {
    guard case .step(let stage, _, let part) = source.origin else { return false }
    return part == .undo || !stage.goesForward
  }
}
