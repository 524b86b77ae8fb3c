/// Names one attempt of a step: 1 is the first; 0 is the test of its `if`.
package struct AttemptKey: Sendable, Hashable {
  package var step: StepKey
  package var number: Int

  package init(step: StepKey, number: Int) {
    self.step = step
    self.number = number
  }
}
