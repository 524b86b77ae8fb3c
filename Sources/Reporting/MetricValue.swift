/// A measured value as Prometheus writes it: the shortest digits that read back the same, whole numbers without a
/// fraction, `NaN`, `+Inf`, `-Inf`.
package struct MetricValue: CustomStringConvertible {
  package let description: String

  package init(_ value: Double) {
    if value.isNaN {
      description = "NaN"
    } else if value.isInfinite {
      description = value < 0 ? "-Inf" : "+Inf"
    } else {
      // Beyond 2^53 not every whole number is a Double, and its digits would say more than is known.
      description = value == value.rounded() && value.magnitude <= 0x1p53 ? "\(Int64(value))" : "\(value)"
    }
  }
}
