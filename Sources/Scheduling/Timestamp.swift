/// A moment in integer microseconds since 1970-01-01 UTC, as the run log stores it.
package struct Timestamp: Sendable, Hashable, Comparable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  /// The time from `start` to `end`; negative where the wall clock was set back between them.
  package static func - (end: Timestamp, start: Timestamp) -> Duration {
    .microseconds(end.microseconds - start.microseconds)
  }

  package static func + (start: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(microseconds: start.microseconds + duration.wholeMicroseconds)
  }
}

extension Duration {
  /// The duration in microseconds, rounded towards zero.
  package var wholeMicroseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }
}
