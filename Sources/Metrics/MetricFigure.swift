/// What a metric comes to in a period.
package enum MetricFigure: Sendable, Equatable {
  case value(Double)
  /// Why it cannot be known, in words; never a number that was made up.
  case noData(String)

  package var value: Double? {
    if case .value(let value) = self { value } else { nil }
  }

  /// Why there is no data; nil where there is.
  package var reason: String? {
    if case .noData(let reason) = self { reason } else { nil }
  }
}
