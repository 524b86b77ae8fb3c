/// Sums over the points before each point, from which the best lines through any stretch of them follow at once.
struct SegmentCost {
  let times: [Double]
  private let sums: [Sums]

  struct Sums {
    var count = 0.0
    var time = 0.0
    var timeSquare = 0.0
    var value = 0.0
    var product = 0.0
    var valueSquare = 0.0
    var timeCube = 0.0
    var timeFourth = 0.0
    var squareProduct = 0.0

    static func - (left: Sums, right: Sums) -> Sums {
      Sums(
        count: left.count - right.count, time: left.time - right.time, timeSquare: left.timeSquare - right.timeSquare,
        value: left.value - right.value, product: left.product - right.product,
        valueSquare: left.valueSquare - right.valueSquare, timeCube: left.timeCube - right.timeCube,
        timeFourth: left.timeFourth - right.timeFourth, squareProduct: left.squareProduct - right.squareProduct)
    }

    /// Of distances from the means.
    var centered: (time: Double, product: Double, value: Double) {
      (timeSquare - time * time / count, product - time * value / count, valueSquare - value * value / count)
    }
  }

  /// Times and values near 0, so that little is lost to rounding.
  init(times: [Double], values: [Double]) {
    self.times = times
    var sums = [Sums()]
    sums.reserveCapacity(times.count + 1)
    var sum = Sums()
    for (time, value) in zip(times, values) {
      sum.count += 1
      sum.time += time
      sum.timeSquare += time * time
      sum.value += value
      sum.product += time * value
      sum.valueSquare += value * value
      sum.timeCube += time * time * time
      sum.timeFourth += time * time * time * time
      sum.squareProduct += time * time * value
      sums.append(sum)
    }
    self.sums = sums
  }

  /// The sum of squares about the mean of at least one point.
  func level(_ start: Int, _ end: Int) -> Double { max(0, (sums[end] - sums[start]).centered.value) }

  /// The sum of squares that the line of least squares leaves of at least two points.
  func line(_ start: Int, _ end: Int) -> Double {
    let (time, product, value) = (sums[end] - sums[start]).centered
    return max(0, value - product * product / time)
  }

  /// The same of two lines with the same slope, which meet the points before and after a jump.
  func jump(_ start: Int, _ middle: Int, _ end: Int) -> Double {
    let before = (sums[middle] - sums[start]).centered
    let after = (sums[end] - sums[middle]).centered
    let product = before.product + after.product
    return max(0, before.value + after.value - product * product / (before.time + after.time))
  }

  /// The same of two lines that meet at the time of a point.
  func bend(_ start: Int, _ middle: Int, _ end: Int) -> Double {
    let all = sums[end] - sums[start]
    let after = sums[end] - sums[middle]
    let (time, product, value) = all.centered
    // The hinge: how long after the bend, 0 before it; what the line cannot explain of it explains the rest.
    let corner = times[middle]
    let hinge = after.time - corner * after.count
    let hingeTime = after.timeSquare - corner * after.time - hinge * all.time / all.count
    let hingeValue = after.product - corner * after.value - hinge * all.value / all.count
    let hingeSquare =
      after.timeSquare - 2 * corner * after.time + corner * corner * after.count - hinge * hinge / all.count
    let ownSquare = hingeSquare - hingeTime * hingeTime / time
    let own = hingeValue - hingeTime * product / time
    let rest = value - product * product / time
    return max(0, ownSquare > 0 ? rest - own * own / ownSquare : rest)
  }

  /// The same of a parabola through at least three points.
  func parabola(_ start: Int, _ end: Int) -> Double {
    let all = sums[end] - sums[start]
    let (time, product, value) = all.centered
    // As with the hinge: what the line cannot explain of the square of the time explains the rest.
    let squareTime = all.timeCube - all.timeSquare * all.time / all.count
    let squareValue = all.squareProduct - all.timeSquare * all.value / all.count
    let squareSquare = all.timeFourth - all.timeSquare * all.timeSquare / all.count
    let ownSquare = squareSquare - squareTime * squareTime / time
    let own = squareValue - squareTime * product / time
    let rest = value - product * product / time
    return max(0, ownSquare > 0 ? rest - own * own / ownSquare : rest)
  }

  /// Its value at each point of the stretch, by least squares.
  func fitted(_ start: Int, _ end: Int) -> [Double] {
    let sum = sums[end] - sums[start]
    let (time, product, _) = sum.centered
    let slope = product / time
    return (start..<end).map { (sum.value + slope * (times[$0] * sum.count - sum.time)) / sum.count }
  }
}
