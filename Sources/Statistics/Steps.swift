import Glibc

/// The last steps up of a series, from plateau to plateau, as far back as they are alike.
struct Steps {
  private let plateaus: Plateaus
  private var heights: [Double] = []
  private var times: [Double] = []
  /// Of the plateau before the first step.
  private var first: Int
  /// Where it stands now.
  private(set) var level: Double
  private let likeHeights: Double
  private let likePauses: Double
  private let jitter: Double
  /// Whether one of the pauses may be twice as long as the others: a step was left out.
  private let mayLackOne: Bool

  /// nil of fewer than two, or where the last one led down.
  init?(_ plateaus: Plateaus, likeHeights: Double, likePauses: Double, jitter: Double, mayLackOne: Bool) {
    guard let last = plateaus.all.last else { return nil }
    (self.plateaus, level, first) = (plateaus, last.level, plateaus.all.count - 1)
    (self.likeHeights, self.likePauses, self.jitter, self.mayLackOne) = (likeHeights, likePauses, jitter, mayLackOne)
    while first > 0 {
      let height = plateaus.all[first].level - plateaus.all[first - 1].level
      let time = plateaus.end(of: first - 1)
      guard height > 0, isLike(heights + [height], [time] + times) else { break }
      (heights, times) = ([height] + heights, [time] + times)
      first -= 1
    }
    if times.count < 2 { return nil }
  }

  private func isLike(_ heights: [Double], _ times: [Double]) -> Bool {
    let pauses = ordinary(zip(times.dropFirst(), times).map { $0 - $1 })
    guard let low = heights.min(), let high = heights.max(), high <= likeHeights * low else { return false }
    guard let short = pauses.min(), let long = pauses.max() else { return true }
    return areLike(short, long)
  }

  private func areLike(_ short: Double, _ long: Double) -> Bool { long <= likePauses * short + jitter }

  /// Less the one in which a step was left out.
  private func ordinary(_ pauses: [Double]) -> [Double] {
    guard mayLackOne, pauses.count > 1, let long = pauses.max(), let index = pauses.firstIndex(of: long) else {
      return pauses
    }
    var others = pauses
    others.remove(at: index)
    let mean = others.reduce(0, +) / Double(others.count)
    guard let short = others.min(), !areLike(short, long), abs(long - 2 * mean) <= max(jitter, mean / 4) else {
      return pauses
    }
    return others
  }

  /// One more that is not among the days yet, or the rest of one that came on the last of them; false: it is not like the others.
  mutating func take(_ height: Double, at time: Double) -> Bool {
    let isRest = time - latest <= 1.5 * jitter
    let heights = isRest ? heights.dropLast() + [(heights.last ?? 0) + height] : heights + [height]
    let times = isRest ? times : times + [time]
    guard isLike(heights, times) else { return false }
    (self.heights, self.times) = (heights, times)
    level += height
    return true
  }

  var count: Int { times.count }
  var since: Double { times.first ?? 0 }
  var latest: Double { times.last ?? 0 }
  var height: Double { heights.reduce(0, +) / Double(heights.count) }
  /// A step that was left out was to come then, as well.
  var every: Double { (latest - since) / Double(count - 1 + (lacksOne ? 1 : 0)) }
  private var pauses: [Double] { zip(times.dropFirst(), times).map { $0 - $1 } }
  /// Of those in which no step was left out.
  var longestPause: Double { ordinary(pauses).max() ?? 0 }
  var lacksOne: Bool { ordinary(pauses).count < pauses.count }
  /// On which the first step came.
  var firstDay: Int { plateaus.all[first].range.upperBound }

  /// How much worse a line would tell the same days.
  var excessOfLine: Double { plateaus.excessOfLine(from: first, days: every) }

  /// By how much it rises between its steps, as a part of what a line would.
  var riseBetween: Double {
    let found = (first + 1..<plateaus.all.count).compactMap { plateaus.rise(within: $0) }
    let (rise, days) = found.reduce((0, 0)) { ($0.0 + $1.rise, $0.1 + $1.days) }
    return days > 0 ? rise * every / (days * height) : 0
  }

  /// How often it went down before as far as such a step goes up, which is no clean-up: it goes to and fro.
  var stepsDown: Int {
    (1..<max(1, plateaus.all.count)).count { index in
      let fall = plateaus.all[index - 1].level - plateaus.all[index].level
      return fall >= height / 2 && fall <= 1.5 * height
    }
  }

  /// When it would be brought back next, where it was twice before, each time by half of what it has climbed since or more.
  var nextFall: Double? {
    let climbed = heights.reduce(0, +)
    let falls = (1..<max(1, plateaus.all.count)).filter {
      plateaus.all[$0 - 1].level - plateaus.all[$0].level >= climbed / 2
    }
    .map { plateaus.end(of: $0 - 1) }
    guard falls.count >= 2 else { return nil }
    return 2 * falls[falls.count - 1] - falls[falls.count - 2]
  }

  /// After as many steps as it takes; with an interval of 80 % by what steps and pauses differ. nil: beyond what can be seen.
  func arrival(
    over room: Double, after now: Double, tolerance: Double
  ) -> (at: Double, earliest: Double, latest: Double?)? {
    let strays = Self.deviation(heights)
    let factor = Distribution.studentQuantile(0.9, degrees: max(1, Double(count - 2)))
    // Steps are known from days that scatter, pauses to a day.
    let own = max(strays, plateaus.noise * (2 / max(1, every)).squareRoot())
    let most = Int(Forecast.reach) * count
    func needed(_ margin: Double) -> Int? {
      (1...most).first { steps in
        let ahead = Double(steps)
        let error = own * (ahead + ahead * ahead / Double(count)).squareRoot()
        return ahead * height + margin * error >= room - tolerance * height
      }
    }
    guard let steps = needed(0) else { return nil }
    func time(_ steps: Int, _ margin: Double) -> Double {
      let ahead = Double(steps)
      let error = Self.deviation(pauses) * (ahead + ahead * ahead / Double(count)).squareRoot()
      // It came at some time of the day before the first that shows it.
      return latest - 0.5 + ahead * every + margin * (error + 0.5)
    }
    let at = max(now, time(steps, 0))
    return (
      at, max(now, min(at, time(needed(factor) ?? steps, -factor))),
      needed(-factor).map { max(at + 0.5, time($0, factor)) }
    )
  }

  private static func deviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }
}
