/// Slope and level about each point, from the points around it only: what is left does not depend on trends or on where
/// they change.
struct Neighbourhood {
  let times: [Double]
  let values: [Double]
  /// At each point, per day: the median of slopes over about a week, so that a weekday is compared with itself.
  let slopes: [Double]

  /// So many slopes are taken. Seven of them span a jump between two days, two have a part in an outlier.
  private static let window = 15

  init(times: [Double], values: [Double]) {
    self.times = times
    self.values = values
    slopes = Self.slopes(times: times, values: values)
  }

  /// The median of the points from `reach` before to `reach` after, brought to the time of the point by the slope;
  /// those farther away in time than `days` do not count.
  func level(at point: Int, reach: Int, within days: Double = .infinity) -> (value: Double, count: Int) {
    var near: [Double] = []
    near.reserveCapacity(2 * reach + 1)
    for index in max(0, point - reach)...min(times.count - 1, point + reach) {
      let distance = times[index] - times[point]
      if abs(distance) > days { continue }
      // Kept in order while it grows.
      near.append(values[index] - slopes[point] * distance)
      var place = near.count - 1
      while place > 0, near[place - 1] > near[place] {
        near.swapAt(place - 1, place)
        place -= 1
      }
    }
    return ((near[(near.count - 1) / 2] + near[near.count / 2]) / 2, near.count)
  }

  /// By a line through the points nearest to it, no farther than the ends, of which fewer than half may be anything: the repeated
  /// medians of Siegel, "Robust regression using repeated medians" (1982).
  func ownLevel(at point: Int, reach: Int) -> Double {
    let size = min(2 * reach + 1, times.count)
    let first = min(max(0, point - reach), times.count - size)
    let near = first..<first + size
    let slope = Quantile.middle(
      of: near.map { one in
        let others = near.filter { $0 != one }
        return Quantile.middle(of: others.map { (values[$0] - values[one]) / (times[$0] - times[one]) })
      })
    return Quantile.middle(of: near.map { values[$0] + slope * (times[point] - times[$0]) })
  }

  /// How far a change of slope may take the points up to `reach` away from a line.
  func bend(at point: Int, reach: Int) -> Double {
    let last = times.count - 1
    let half = Self.window / 2 + 1
    let change = abs(slopes[min(last, point + half)] - slopes[max(0, point - half)])
    return change * (times[min(last, point + reach)] - times[max(0, point - reach)]) / 2
  }

  private static func slopes(times: [Double], values: [Double]) -> [Double] {
    let none = [Double](repeating: 0, count: times.count)
    guard times.count >= 4, let last = times.last else { return none }
    let span = last - times[0]
    let lag = span >= Bins.fourWeeks ? 6.5 : span / 7
    var middles: [Double] = []
    var slopes: [Double] = []
    var second = 0
    for first in times.indices {
      while second < times.count, times[second] < times[first] + lag { second += 1 }
      if second == times.count { break }
      middles.append((times[first] + times[second]) / 2)
      slopes.append((values[second] - values[first]) / (times[second] - times[first]))
    }
    return slopes.isEmpty ? none : medians(of: slopes, at: middles, for: times)
  }

  /// For each time the median of the slopes whose middles are nearest.
  private static func medians(of slopes: [Double], at middles: [Double], for times: [Double]) -> [Double] {
    let size = min(window, slopes.count)
    var lower = 0
    var sliding = SlidingMedian(slopes[..<size])
    return times.map { time in
      while lower + size < slopes.count, middles[lower + size] - time < time - middles[lower] {
        sliding.replace(slopes[lower], by: slopes[lower + size])
        lower += 1
      }
      return sliding.median
    }
  }
}
