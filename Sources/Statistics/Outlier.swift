/// A point far from where the trend and season would have it.
package struct Outlier: Sendable, Hashable {
  package var time: Double
  package var value: Double
  /// Where it would be.
  package var expected: Double

  package init(time: Double, value: Double, expected: Double) {
    self.time = time
    self.value = value
    self.expected = expected
  }
}
