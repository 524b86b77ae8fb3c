import Glibc

/// A wave of 24 hours through points, by least squares: what a rhythm of the day makes of few of them is taken for a trend easily.
struct DailyRhythm {
  /// The sum of the squares of what the wave leaves of the points.
  let rest: Double

  /// Fewer points than that every wave explains.
  private static let fewest = 5

  /// `times` in days.
  init?(times: ArraySlice<Double>, values: ArraySlice<Double>) {
    guard times.count >= Self.fewest, let start = times.first else { return nil }
    let waves = times.map { time in
      let angle = 2 * Double.pi * (time - start)
      return [1, cos(angle), sin(angle)]
    }
    var rests = Array(values)
    // Each of the three is made independent of those before it, and taken out: with so few hours all look alike.
    var basis: [[Double]] = []
    for part in 0..<3 {
      var own = waves.map { $0[part] }
      for _ in 0..<2 {
        for other in basis {
          let share = Self.product(own, other)
          for index in own.indices { own[index] -= share * other[index] }
        }
      }
      let length = Self.product(own, own).squareRoot()
      guard length > 1e-9 else { continue }
      own = own.map { $0 / length }
      let share = Self.product(rests, own)
      for index in rests.indices { rests[index] -= share * own[index] }
      basis.append(own)
    }
    rest = Self.product(rests, rests)
  }

  private static func product(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
