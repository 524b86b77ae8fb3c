/// A measured value that a step reported in Prometheus text format.
package struct Sample: Sendable, Hashable {
  package var name: String
  /// As written between the braces, sorted by label name: `mount="/",type="ext4"`; empty without labels.
  package var labels: String
  package var value: Double

  package init(name: String, labels: String = "", value: Double) {
    self.name = name
    self.labels = labels
    self.value = value
  }
}
