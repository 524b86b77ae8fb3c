/// What was measured, in the order of time; spaces between points may differ, and days may be missing.
package struct Series: Sendable, Hashable {
  package struct Point: Sendable, Hashable {
    /// In days, from any origin.
    package var time: Double
    package var value: Double
    /// 0 to 6, whichever is first; in the zone that the caller speaks of.
    package var weekday: Int

    package init(time: Double, value: Double, weekday: Int) {
      self.time = time
      self.value = value
      self.weekday = weekday
    }
  }

  /// Strictly ordered by time, with finite times and values.
  package let points: [Point]
  /// How many points were not taken: without a finite time or value, or followed by another within a millisecond.
  package let leftOut: Int

  /// About a millisecond, in days.
  private static let shortestStep = 1e-8
  /// Some 270,000 years, beyond which a day has no room for milliseconds.
  private static let farthest = 1e8

  /// Takes points in any order; of points at the same time the last one given counts.
  package init(_ points: some Sequence<Point>) {
    var given = 0
    var ordered: [Point] = []
    for var point in points {
      given += 1
      guard abs(point.time) <= Self.farthest, point.value.isFinite else { continue }
      point.weekday = (point.weekday % 7 + 7) % 7
      ordered.append(point)
    }
    // Swift's sort is stable: of equal times the one given last stays last.
    ordered.sort { $0.time < $1.time }
    var kept: [Point] = []
    kept.reserveCapacity(ordered.count)
    for point in ordered {
      if let last = kept.last, point.time - last.time < Self.shortestStep { kept.removeLast() }
      kept.append(point)
    }
    self.points = kept
    leftOut = given - kept.count
  }
}
