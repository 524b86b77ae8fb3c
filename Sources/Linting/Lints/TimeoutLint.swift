import Catalog
import Diagnostics

/// A command that waits for another host, with nothing to end it when that host stays silent.
enum TimeoutLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    guard linted.defaults.stepTimeout == nil else { return [] }
    return linted.texts.compactMap { text in
      guard let step = text.step, step.timeout == nil, text.isBeyondTaskTimeout || !hasTaskTimeout(linted),
        let call = NetworkCall.calls(in: text.script).first(where: { !$0.isLimited })
      else { return nil }
      return Diagnostic(
        .missingTimeout,
        "'\(call.word.text)' may wait \(call.givesUp ? "very long" : "for ever"): nothing limits this step",
        severity: .warning, at: text.place(of: call.word.range),
        hint: "give the step a timeout: such as 5m, or all steps one with defaults: {step_timeout: …}")
    }
  }

  /// Every task that runs it has one.
  private static func hasTaskTimeout(_ linted: LintedRunbook) -> Bool {
    if linted.defaults.taskTimeout != nil { return true }
    return !linted.tasks.isEmpty && linted.tasks.allSatisfy { $0.timeout != nil }
  }
}
