import Execution
import Glibc
import Scheduling
import Supervision

/// The host's clocks.
final class SystemClock: RunClock {
  func now() -> Moment {
    Moment(wall: Self.wall(), monotonic: Self.read(CLOCK_MONOTONIC))
  }

  static func wall() -> Timestamp { Timestamp(microseconds: read(CLOCK_REALTIME)) }

  /// Both clocks, and of which boot.
  static func reading() -> ClockReading {
    ClockReading(
      wall: wall(), sinceBoot: .microseconds(read(CLOCK_BOOTTIME)), bootID: BootID.current())
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
