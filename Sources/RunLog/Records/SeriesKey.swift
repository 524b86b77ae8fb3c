/// What tells one series of samples from others: the name and the labels.
package struct SeriesKey: Sendable, Hashable, Comparable {
  package var name: String
  /// As `Sample.labels`.
  package var labels: String

  package init(name: String, labels: String = "") {
    self.name = name
    self.labels = labels
  }

  package static func < (left: SeriesKey, right: SeriesKey) -> Bool {
    (left.name, left.labels) < (right.name, right.labels)
  }

  var values: [Value] { [.text(name), .text(labels)] }
}

extension SeriesKey: CustomStringConvertible {
  /// As Prometheus writes it.
  package var description: String { labels.isEmpty ? name : "\(name){\(labels)}" }
}
