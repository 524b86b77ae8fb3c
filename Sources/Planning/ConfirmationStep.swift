import Catalog
import Diagnostics
import Scheduling

/// The last step of verify where a runbook says `confirm:`: maint itself waits there until somebody confirms the change,
/// and fails when nobody does.
enum ConfirmationStep {
  /// The step ends by itself; but a wait that hangs must not keep the change for ever.
  private static let patience = Duration.seconds(60)

  static func step(waiting limit: Duration, place: Place) -> Step {
    let text = DurationText.format(limit)
    var step = Step(
      name: "wait \(text) for a confirmation",
      run: "exec \"$\(StepVariable.executable.rawValue)\" await-confirmation \(text)", place: place)
    step.confirmation = limit
    step.timeout = limit + patience
    return step
  }
}
