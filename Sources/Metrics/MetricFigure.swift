/// What a metric comes to in a period.
package enum MetricFigure: Sendable, Equatable {
  case value(Double)
  /// So much is known, and what else there was is not, for a reason in words.
  case atLeast(Double, String)
  /// Why it cannot be known, in words; never a number that was made up. `isBad`: that there was some of it is known.
  case noData(String, isBad: Bool = false)

  package var value: Double? {
    switch self {
    case .value(let value), .atLeast(let value, _): value
    case .noData: nil
    }
  }

  /// Why there is no data; nil where there is.
  package var reason: String? {
    if case .noData(let reason, _) = self { reason } else { nil }
  }

  /// Why it may be more; nil where it is not.
  package var doubt: String? {
    if case .atLeast(_, let reason) = self { reason } else { nil }
  }
}
