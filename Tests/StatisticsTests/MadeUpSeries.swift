import Glibc
import Statistics
import TestSupport

/// Series with known answers, the same for the same seed.
struct MadeUpSeries {
  enum Noise: CaseIterable {
    case white
    /// Each value 0.7 of the one before it, plus what is new.
    case autocorrelated
    /// Student's t with two degrees of freedom, whose variance is infinite.
    case heavy
  }

  private var generator: SeededGenerator

  init(seed: Int) { generator = SeededGenerator(seed: seed) }

  mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }

  mutating func normal() -> Double {
    sqrt(-2 * log(1 - uniform())) * cos(2 * Double.pi * uniform())
  }

  /// Standard deviation 1, but for the heavy one.
  mutating func noise(_ kind: Noise, count: Int) -> [Double] {
    switch kind {
    case .white: return (0..<count).map { _ in normal() }
    case .heavy:
      return (0..<count).map { _ in
        let value = normal()
        return value / sqrt(-log(1 - uniform()))
      }
    case .autocorrelated:
      var value = normal()
      return (0..<count).map { _ in
        value = 0.7 * value + sqrt(0.51) * normal()
        return value
      }
    }
  }

  /// One point a day from a day far from 0 on, as days since 1970 are.
  static func daily(_ values: [Double]) -> Series {
    Series(
      values.enumerated().map { day, value in
        Series.Point(time: start + Double(day), value: value, weekday: day % 7)
      })
  }

  static let start = 20_000.25

  /// What a busy week adds.
  static let season = [0.0, 0.5, 1, 0.5, 0, -2, -3]
}
