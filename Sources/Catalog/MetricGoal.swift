import Diagnostics

/// An entry of `maintenance_metrics`: a metric and what is said of it.
package struct MetricGoal: Sendable, Hashable {
  package var name: String
  /// Such as `target: 99.9`; empty where only the name was given.
  package var settings: [Setting]
  /// Where the name stands; it is no part of what is said.
  package var place: Place?

  package struct Setting: Sendable, Hashable {
    package var key: String
    package var value: String
    /// Where the value stands; it is no part of what is said.
    package var place: Place?

    package init(key: String, value: String, place: Place? = nil) {
      self.key = key
      self.value = value
      self.place = place
    }

    package static func == (left: Setting, right: Setting) -> Bool {
      (left.key, left.value) == (right.key, right.value)
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(key)
      hasher.combine(value)
    }
  }

  /// The key of the setting where an entry is a mere text: `availability: 99.9 %`.
  package static let targetKey = "target"
  /// A number to which the samples of the name are forecast, and from which side they would reach it.
  package static let limitKey = "limit"
  package static let sideKey = "from"
  /// Other samples than the usual ones, from which the metric is reckoned.
  package static let sampleKey = "sample"

  package init(name: String, settings: [Setting] = [], place: Place? = nil) {
    self.name = name
    self.settings = settings
    self.place = place
  }

  package static func == (left: MetricGoal, right: MetricGoal) -> Bool {
    (left.name, left.settings) == (right.name, right.settings)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(settings)
  }
}
