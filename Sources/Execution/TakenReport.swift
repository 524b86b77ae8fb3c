/// What a step reported, once as it may be written down and once, for the environment of later steps, as it was.
package struct TakenReport: Sendable {
  /// With `***` in place of secrets.
  package var shown: StepReport
  /// The variables of `shown`, in clear.
  package var environment: [StepReport.Variable]

  package init(shown: StepReport = StepReport(), environment: [StepReport.Variable] = []) {
    self.shown = shown
    self.environment = environment
  }
}
