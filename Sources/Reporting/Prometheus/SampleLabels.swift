import Execution

/// The labels of a sample as the family `maint_sample` has them.
///
/// What the family says by itself (`sample`), what Prometheus keeps for its own (`le`, `quantile`, `__name__` and the like), and
/// a name that is there already get `exported_` before them, as Prometheus does with labels in its way. In names of labels, a
/// colon, which maint allows and Prometheus does not, becomes `_`.
struct SampleLabels {
  static let ownName = "sample"

  let labels: [PrometheusText.Line.Label]

  /// `written`: as `Sample.labels`.
  init(name: String, written: String) {
    var labels: [PrometheusText.Line.Label] = [(Self.ownName, name)]
    var taken: Set<String> = [Self.ownName, "le", "quantile"]
    // To Prometheus a label without a value is none.
    for (name, value) in Sample.pairs(of: written) where !value.isEmpty {
      var free = name.map { $0 == ":" ? "_" : String($0) }.joined()
      while taken.contains(free) || free.hasPrefix("__") { free = "exported_\(free)" }
      taken.insert(free)
      labels.append((free, value))
    }
    self.labels = labels
  }
}
