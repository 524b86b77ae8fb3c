import Glibc

/// Quantiles and tails of the distributions that tests and intervals are read from.
enum Distribution {
  /// What a standard normal value stays below with a probability strictly between 0 and 1.
  ///
  /// Abramowitz and Stegun 26.2.22 is right to 0.003; three steps of Newton make it exact.
  static func normalQuantile(_ probability: Double) -> Double {
    let tail = min(probability, 1 - probability)
    let root = sqrt(-2 * log(tail))
    var value = root - (2.30753 + 0.27061 * root) / (1 + root * (0.99229 + 0.04481 * root))
    for _ in 0..<3 {
      value += (0.5 * erfc(value / 2.0.squareRoot()) - tail) / normalDensity(value)
    }
    return probability < 0.5 ? -value : value
  }

  static func normalDensity(_ value: Double) -> Double {
    exp(-0.5 * value * value) / (2 * Double.pi).squareRoot()
  }

  /// What Student's t stays below with that probability; exactly of one or two degrees of freedom, else by the expansion of Fisher
  /// and Cornish, right to 1 % from three on.
  static func studentQuantile(_ probability: Double, degrees: Double) -> Double {
    if degrees == 1 { return tan(.pi * (probability - 0.5)) }
    if degrees == 2 { return (2 * probability - 1) / (2 * probability * (1 - probability)).squareRoot() }
    let z = normalQuantile(probability)
    let cube = z * z * z
    let first = (cube + z) / 4
    let second = (5 * cube * z * z + 16 * cube + 3 * z) / 96
    return z + first / degrees + second / (degrees * degrees)
  }

  /// The probability that chi-square is greater than a value that is not negative; for at least one degree of freedom.
  static func chiSquareTail(_ value: Double, degrees: Int) -> Double {
    let half = value / 2
    // From one or two degrees of freedom on, two at a time.
    var shape = degrees % 2 == 0 ? 1.0 : 0.5
    var tail = degrees % 2 == 0 ? exp(-half) : erfc(half.squareRoot())
    while shape < Double(degrees) / 2 {
      tail += exp(shape * log(half) - half - lgamma(shape + 1))
      shape += 1
    }
    return min(tail, 1)
  }
}
