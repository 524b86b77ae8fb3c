/// A series that is brought back again and again, as a disk that is cleaned up: its line since the last time leads
/// nowhere, unless the limit is reached before the next time.
struct SawTooth {
  /// Days between the last two times.
  let every: Double
  /// When it would be brought back next; by the times of the readings.
  let next: Double

  /// Where the last two changes are jumps against the slope that each took back at least half of what such a stretch
  /// gains.
  init?(_ decomposition: Decomposition, slope: Double) {
    let parts = decomposition.parts.suffix(3)
    let changes = decomposition.changes.suffix(2)
    guard parts.count == 3, changes.allSatisfy({ $0.kind != .slope }) else { return nil }
    let lines = parts.compactMap { decomposition.line(through: $0) }
    let times = parts.dropFirst().map { decomposition.readings.times[$0.lowerBound] }
    guard lines.count == 3 else { return nil }
    let every = times[1] - times[0]
    let jumps = zip(times, zip(lines, lines.dropFirst())).map { $1.1.value(at: $0) - $1.0.value(at: $0) }
    guard jumps.allSatisfy({ $0 * slope < 0 && abs($0) >= abs(slope) * every / 2 }) else { return nil }
    self.every = every
    next = times[1] + every
  }
}
