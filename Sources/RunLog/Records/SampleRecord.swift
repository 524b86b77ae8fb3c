import Scheduling

/// A measured value, when it was measured and in which run; nil: it was noted.
package struct SampleRecord: Sendable, Hashable {
  /// Sorted by label name, as `Sample.labels`.
  package var labels: String
  package var value: Double
  package var at: Timestamp
  package var run: Int?

  package init(labels: String, value: Double, at: Timestamp, run: Int?) {
    self.labels = labels
    self.value = value
    self.at = at
    self.run = run
  }
}
