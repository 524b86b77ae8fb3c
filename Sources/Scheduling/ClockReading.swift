/// What a host's clock showed at a moment, and how long the host had been up: clocks are set, that time is not.
package struct ClockReading: Sendable, Hashable {
  package var wall: Timestamp
  /// CLOCK_BOOTTIME; nil: not known.
  package var sinceBoot: Duration?
  /// Of which boot.
  package var bootID: String

  package init(wall: Timestamp, sinceBoot: Duration?, bootID: String) {
    self.wall = wall
    self.sinceBoot = sinceBoot
    self.bootID = bootID
  }

  /// What goes unsaid: the small steps by which a clock is kept right, and its drift.
  private static let tolerance = Duration.seconds(60)
  private static let driftParts = 1_000

  /// By how much the clock was set since an earlier reading, negative where it was set back; nil: by nothing worth a word.
  /// Over a start of the host all that can be told is that it is behind the earlier reading, and at least how far.
  package func jump(since earlier: ClockReading) -> Duration? {
    let elapsed = wall - earlier.wall
    guard bootID == earlier.bootID, let sinceBoot, let before = earlier.sinceBoot else {
      return elapsed < .zero - Self.tolerance ? elapsed : nil
    }
    let passed = sinceBoot - before
    let jump = elapsed - passed
    return max(jump, .zero - jump) > Self.tolerance + passed / Self.driftParts ? jump : nil
  }

  /// What the clock would have shown, as it is set now, when a host had been up so long in that boot. What lies in another
  /// boot, or is not known, was over when this boot began: it may have been later by nobody's clock but one that was wrong.
  package func time(of uptime: Duration?, bootID: String) -> Timestamp {
    let elapsed = sinceBoot.map { now in
      uptime.flatMap { bootID == self.bootID && $0 <= now ? now - $0 : nil } ?? now
    }
    return wall + (.zero - (elapsed ?? .zero))
  }
}
