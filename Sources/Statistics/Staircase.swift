import Glibc

/// A series that climbs towards a limit by steps and stands still between them, as a disk on which each week a backup comes to lie.
///
/// No line can be told of it, since each of its levels is a change, and each of its pauses looks like a standstill. It goes on
/// as it did: by whole steps, one after each pause. It has stopped once it has stood for longer than it ever paused.
package struct Staircase: Sendable, Hashable {
  /// How far a step goes, in the unit of the series, and how many days are between two of them.
  package let height: Double
  package let every: Double
  /// How many steps there were, and when the first and the last came.
  package let count: Int
  package let since: Double
  package let latest: Double

  let arrival: Forecast.Arrival
  /// Of the first day of the first step.
  let firstPoint: Int

  /// Two steps are no habit.
  private static let fewest = 3
  /// Steps each second day make a line that can be told.
  private static let shortestPause = 2.5
  /// A month's steps are some three in so many days.
  private static let memory = 200.0
  /// Steps are alike that differ by such a factor, and pauses by such a one and by the day that medians take to show a step.
  private static let (likeHeights, likePauses, jitter) = (3.0, 1.5, 1.0)
  /// So much longer than ever is a pause that is none.
  private static let patience = 1.25
  /// Of a line it has this much at most between its steps, and a line leaves so many times as much of it.
  private static let (flatness, clarity) = (0.4, 1.6)
  /// A limit that is a whole number of steps away is reached by so many, though each strays.
  private static let tolerance = 0.1

  /// nil: it is none, or leads nowhere near the limit; `last` and `limit` in the unit of the readings.
  init?(_ decomposition: Decomposition, from last: LastValue, to limit: Limit) {
    let sign: Double = limit.side == .above ? 1 : -1
    let (days, readings) = (decomposition.days, decomposition.readings)
    let from = days.times.firstIndex { last.point.time - $0 <= Self.memory } ?? days.count
    guard let plateaus = Plateaus(times: Array(days.times[from...]), values: days.values[from...].map { sign * $0 })
    else { return nil }
    // Where the last ones come one after the other, those before say no more.
    let found = [false, true].lazy.compactMap { mayLackOne in
      Self.steps(plateaus, mayLackOne: mayLackOne, from: last, to: limit)
    }.first
    guard let (steps, arrival) = found else { return nil }
    (height, every, count) = (readings.unscaled(sign * steps.height), steps.every, steps.count)
    (since, latest) = (readings.origin + steps.since, readings.origin + steps.latest)
    self.arrival = Forecast.Arrival(
      at: readings.origin + arrival.at, earliest: readings.origin + arrival.earliest,
      latest: arrival.latest.map { readings.origin + $0 })
    firstPoint = days.firsts[from + steps.firstDay]
  }

  private typealias Arrival = (at: Double, earliest: Double, latest: Double?)

  private static func steps(
    _ plateaus: Plateaus, mayLackOne: Bool, from last: LastValue, to limit: Limit
  ) -> (steps: Steps, arrival: Arrival)? {
    let sign: Double = limit.side == .above ? 1 : -1
    let found = Steps(
      plateaus, likeHeights: likeHeights, likePauses: likePauses, jitter: jitter, mayLackOne: mayLackOne)
    guard var steps = found else { return nil }
    let beyond = sign * last.point.value - steps.level
    let (below, above) = limit.side == .above ? (last.below, last.above) : (last.above, last.below)
    if beyond > steps.height / 2 + above {
      // One more, which the medians do not show yet; what is greater, or comes earlier, is another thing.
      guard steps.take(beyond, at: last.point.time) else { return nil }
    } else if -beyond > steps.height / 2 + below {
      return nil
    }
    // One that was left out is made up for by one more.
    let fewest = fewest + steps.stepsDown + (steps.lacksOne ? 1 : 0)
    guard steps.count >= fewest, steps.every >= Self.shortestPause,
      steps.excessOfLine > Self.clarity, abs(steps.riseBetween) < Self.flatness,
      last.point.time - steps.latest <= Self.patience * steps.longestPause + Self.jitter
    else { return nil }
    let room = sign * limit.value - steps.level
    guard room > 0, let arrival = steps.arrival(over: room, after: last.point.time, tolerance: Self.tolerance),
      steps.nextFall.map({ arrival.at <= $0 }) ?? true
    else { return nil }
    return (steps, arrival)
  }
}
