/// The slopes between all pairs of points, of which single ranks are asked; they are never all held where there are many.
struct PairSlopes {
  private let times: [Double]
  private let values: [Double]
  /// In order of size or not; nil where there are too many to hold.
  private let all: [Double]?
  private let sample: [Double]

  /// So many are held: 316 points have them.
  private static let most = 50_000
  private static let sampleSize = 4_096

  /// The times must be strictly ascending.
  init(times: [Double], values: [Double]) {
    self.times = times
    self.values = values
    let count = times.count * (times.count - 1) / 2
    if count <= Self.most {
      all = Self.slopes(times: times, values: values)
      sample = []
    } else {
      all = nil
      sample = Self.sample(times: times, values: values)
    }
  }

  var count: Int { times.count * (times.count - 1) / 2 }

  /// The slope that so many are less than or equal to; ranks count from 0.
  func slope(ofRank rank: Int) -> Double {
    if var all { return Selection.select(rank, of: &all) }
    // A sample tells where the rank is likely to lie (Floyd and Rivest, 1975); one pass over all pairs then counts what
    // is below and keeps what lies there. Where the guess was wrong, which is rare, the next one is wider.
    let share = (Double(rank) + 0.5) / Double(count)
    let size = Double(sample.count)
    var margin = 3 * (size * share * (1 - share)).squareRoot() + 3
    while true {
      let lower = Int((size * share - margin).rounded(.down))
      let upper = Int((size * share + margin).rounded(.up))
      let found = slope(
        ofRank: rank, above: lower < 0 ? -.infinity : sample[lower],
        below: upper >= sample.count ? .infinity : sample[upper])
      if let found { return found }
      margin *= 3
    }
  }

  /// nil where the rank lies outside.
  private func slope(ofRank rank: Int, above lower: Double, below upper: Double) -> Double? {
    var less = 0
    var atLower = 0
    var atUpper = 0
    var inside: [Double] = []
    forEachSlope { slope in
      less &+= slope < lower ? 1 : 0
      // Both hold only between the bounds: one branch, rarely taken, not two that nobody can predict.
      if (slope >= lower) == (slope <= upper) {
        if slope == lower {
          atLower += 1
        } else if slope == upper {
          atUpper += 1
        } else {
          inside.append(slope)
        }
      }
    }
    var rest = rank - less
    if rest < 0 { return nil }
    if rest < atLower { return lower }
    rest -= atLower
    if rest < inside.count { return Selection.select(rest, of: &inside) }
    return rest - inside.count < atUpper ? upper : nil
  }

  @inline(__always)
  private func forEachSlope(_ body: (Double) -> Void) {
    times.withUnsafeBufferPointer { times in
      values.withUnsafeBufferPointer { values in
        for first in times.indices {
          let time = times[first]
          let value = values[first]
          for second in first + 1..<times.count {
            body((values[second] - value) / (times[second] - time))
          }
        }
      }
    }
  }

  private static func slopes(times: [Double], values: [Double]) -> [Double] {
    let count = times.count * (times.count - 1) / 2
    return [Double](unsafeUninitializedCapacity: count) { slopes, filled in
      for first in times.indices {
        for second in first + 1..<times.count {
          slopes[filled] = (values[second] - values[first]) / (times[second] - times[first])
          filled += 1
        }
      }
    }
  }

  /// Of pairs drawn the same way each time, so that the same series takes the same steps; in order of size.
  private static func sample(times: [Double], values: [Double]) -> [Double] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func draw() -> Int {
      // The constants of Knuth's MMIX; the upper bits are the good ones.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % times.count
    }
    var slopes: [Double] = []
    slopes.reserveCapacity(sampleSize)
    while slopes.count < sampleSize {
      let first = draw()
      let second = draw()
      if first == second { continue }
      slopes.append((values[second] - values[first]) / (times[second] - times[first]))
    }
    return slopes.sorted()
  }
}
