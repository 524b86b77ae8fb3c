import Glibc

/// A level that keeps what each day adds to it, as a disk does that grows by another amount each day: a random walk with drift.
///
/// About a straight line such a series strays farther the longer it is, and comes back by chance only. The line is no base for
/// it: it goes on from where it is, and the variance of where it will be grows with each day ahead.
struct Drift {
  /// What a day adds to the variance.
  let variance: Double
  /// The variance of a day's value beside the level, which the next day has not: measuring, and what comes and goes.
  let noise: Double
  /// The standard deviation of values about their day's.
  let spreadOfDay: Double
  /// How well that is known: of how many independent differences it might be.
  let degrees: Double

  /// Fewer days tell nothing of how they differ.
  static let fewestDays = 7
  /// Of so many days the residuals of a random walk about its line have 0.067 times as much variance as its differences for each
  /// day, in 95 % of cases more than this share of it (Sargan and Bhargava, 1983).
  private static let share = 0.024
  /// Less variance than that, of a line with differences that are independent, is white noise.
  private static let least = 0.75
  /// What is left to the level of differences whose noise cancels.
  private static let leastLevel = 0.2

  /// Of the residuals of days about a line, or about several, at whose `seams` (the first day after each) no difference counts.
  init?(_ days: [(time: Double, value: Double)], seams: Set<Int> = [], spreadOfDay: Double = 0) {
    var (steps, squares, products, rises, pairs) = (0.0, 0.0, 0.0, 0.0, 0)
    var differences: [(rise: Double, time: Double, isJoined: Bool)] = []
    for index in days.indices.dropFirst() where !seams.contains(index) {
      let rise = days[index].value - days[index - 1].value
      let time = days[index].time - days[index - 1].time
      let isJoined = !differences.isEmpty && !seams.contains(index - 1)
      differences.append((rise, time, isJoined))
      (steps, rises) = (steps + time, rises + rise)
    }
    guard differences.count >= 4, steps > 0 else { return nil }
    let mean = rises / steps
    for (index, one) in differences.enumerated() {
      let own = one.rise - mean * one.time
      squares += own * own
      guard one.isJoined else { continue }
      let before = differences[index - 1]
      products += own * (before.rise - mean * before.time)
      pairs += 1
    }
    let count = Double(differences.count)
    let all = squares / steps * count / (count - 1)
    // The mean is theirs, so they look by 1 / count less alike than they are.
    let found = squares > 0 && pairs > 0 ? products / squares * count / Double(pairs) + 1 / count : 0
    // What is no more than chance is none.
    let correlation = abs(found) > 2 / count.squareRoot() || found > 0.25 ? found : 0
    // A sum of three terms is known a third as well, and the mean takes as much from each.
    let lost = correlation == 0 ? 0 : 2.0
    degrees = correlation == 0 ? count - 1 : count / 3
    variance = all * (count - 1) / max(1, count - 1 - lost) * max(1 + 2 * correlation, Self.leastLevel)
    noise = max(0, -correlation) * all * steps / count
    self.spreadOfDay = spreadOfDay
  }

  /// Whether residuals of days about a line stray from it as those of a random walk do.
  static func isIntegrated(_ days: [(time: Double, value: Double)]) -> Bool {
    guard days.count >= fewestDays else { return false }
    let count = Double(days.count)
    let mean = days.reduce(0) { $0 + $1.value } / count
    let residuals = days.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 2)
    let differences = zip(days.dropFirst(), days).reduce(0) {
      $0 + ($1.0.value - $1.1.value) * ($1.0.value - $1.1.value)
    }
    return residuals > max(least, share * count) * differences / (count - 1)
  }

  /// Of the slope of a line through so many days: a fifth more than of the mean of the differences.
  func slopeVariance(over days: Double) -> Double { 1.2 * variance / days }
}
