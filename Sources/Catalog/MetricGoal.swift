/// An entry of `maintenance_metrics`: a metric and what is said of it.
package struct MetricGoal: Sendable, Hashable {
  package var name: String
  /// Such as `target: 99.9`; empty where only the name was given.
  package var settings: [Setting]

  package struct Setting: Sendable, Hashable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The key of the setting where an entry is a mere text: `availability: 99.9 %`.
  package static let targetKey = "target"

  package init(name: String, settings: [Setting] = []) {
    self.name = name
    self.settings = settings
  }
}
