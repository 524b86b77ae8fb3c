import Glibc

/// Microseconds of CLOCK_MONOTONIC: never set back, and standing still while the host is suspended.
///
/// Deadlines use it rather than CLOCK_BOOTTIME because a suspended host runs neither the child nor `poll`, whose
/// timeout counts the same clock: a laptop that slept over a step's timeout wakes up with the rest of it left.
package struct MonotonicTime: Comparable, Sendable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func now() -> MonotonicTime {
    MonotonicTime(microseconds: Self.read(CLOCK_MONOTONIC))
  }

  package static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
    MonotonicTime(microseconds: time.microseconds &+ duration.microseconds)
  }

  package static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
    .microseconds(left.microseconds &- right.microseconds)
  }

  package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Microseconds UTC of the host's clock, which can be set at any time.
  package static func wallClock() -> Int64 { read(CLOCK_REALTIME) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}

extension Duration {
  /// Whole microseconds, a hundred years at most, so that sums with a clock cannot overflow.
  var microseconds: Int64 {
    let century: Int64 = 3_155_760_000
    let (seconds, attoseconds) = components
    return min(max(seconds, -century), century) * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}
