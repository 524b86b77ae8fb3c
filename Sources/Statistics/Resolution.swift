/// What values are rounded to, as far as that shows: whole percents do not tell of less.
enum Resolution {
  private static let steps = [1, 0.1, 0.01]

  /// 0: to nothing that shows.
  static func step(of values: [Double]) -> Double {
    steps.first { step in
      values.allSatisfy { value in
        let parts = value / step
        return abs(parts - parts.rounded()) <= 1e-6 * max(1, abs(parts))
      }
    } ?? 0
  }
}
