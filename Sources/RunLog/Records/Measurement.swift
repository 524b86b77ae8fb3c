import Scheduling

/// A value of a series at a moment: a sample, or where those were thinned the mean of an hour or a day, in its middle.
package struct Measurement: Sendable, Hashable {
  package var at: Timestamp
  package var value: Double

  package init(at: Timestamp, value: Double) {
    self.at = at
    self.value = value
  }
}
