/// SplitMix64: the same numbers for the same seed, on every host.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Seeds that follow each other are spread first, so that their numbers have nothing in common.
  package init(seed: some BinaryInteger) {
    state = UInt64(truncatingIfNeeded: seed)
    // Not by a multiple of what each step adds, or each seed would be the one before it, a number later.
    state = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
