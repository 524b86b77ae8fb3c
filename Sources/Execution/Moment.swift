import Scheduling

/// One reading of both clocks: the wall clock for the log, the monotonic one for deadlines, which must not move when
/// somebody sets the time.
package struct Moment: Sendable, Hashable {
  package var wall: Timestamp
  /// Microseconds of a clock that only goes forward.
  package var monotonic: Int64

  package init(wall: Timestamp, monotonic: Int64) {
    self.wall = wall
    self.monotonic = monotonic
  }
}
