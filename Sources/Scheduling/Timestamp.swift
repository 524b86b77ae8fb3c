/// A moment in integer microseconds since 1970-01-01 UTC, as the run log stores it.
package struct Timestamp: Sendable, Hashable, Comparable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  /// Whole seconds since 1970; what does not fit becomes the first or the last moment there is.
  package init(seconds: Int) {
    let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000)
    microseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// Seconds since 1970, rounded down.
  package var seconds: Int { Int(microseconds).flooredQuotient(by: 1_000_000) }

  /// RFC 3339 in UTC, to the microsecond: `2026-11-21T14:05:03.123456Z`.
  package var rfc3339: String {
    let civil = CivilTime(localSeconds: seconds, offset: 0)
    let fraction = Int(microseconds).flooredRemainder(by: 1_000_000)
    let clock = "\(civil.hour.padded(to: 2)):\(civil.minute.padded(to: 2)):\(civil.second.padded(to: 2))"
    return "\(civil.date)T\(clock).\(fraction.padded(to: 6))Z"
  }

  /// The time from `start` to `end`; negative where the wall clock was set back between them. What no number has room for,
  /// as between moments of a damaged run log, becomes the most there is.
  package static func - (end: Timestamp, start: Timestamp) -> Duration {
    let (difference, overflow) = end.microseconds.subtractingReportingOverflow(start.microseconds)
    return .microseconds(overflow ? (end < start ? .min : .max) : difference)
  }

  package static func + (start: Timestamp, duration: Duration) -> Timestamp {
    let (sum, overflow) = start.microseconds.addingReportingOverflow(duration.wholeMicroseconds)
    return Timestamp(microseconds: overflow ? (duration < .zero ? .min : .max) : sum)
  }
}

extension Duration {
  /// The duration in microseconds, rounded towards zero; what no number has room for becomes the most there is.
  package var wholeMicroseconds: Int64 {
    // Once: it is a division of 128 bits.
    let parts = components
    let (product, overflow) = parts.seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, overflows) = product.addingReportingOverflow(parts.attoseconds / 1_000_000_000_000)
    return overflow || overflows ? (parts.seconds < 0 ? .min : .max) : sum
  }
}
