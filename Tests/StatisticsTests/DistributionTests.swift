import Testing

@testable import Statistics

/// Against scipy 1.17 and numpy 2.4.
@Suite struct DistributionTests {
  @Test(arguments: [
    (1e-6, -4.753_424_308_822_899), (0.025, -1.959_963_984_540_054_5), (0.3, -0.524_400_512_708_040_9), (0.5, 0),
    (0.9, 1.281_551_565_544_600_4), (0.999999, 4.753_424_308_817_087),
  ])
  func normalQuantile(probability: Double, value: Double) {
    #expect(abs(Distribution.normalQuantile(probability) - value) < 1e-9)
  }

  @Test(arguments: [
    (1.3, 1, 0.254_213_223_603_961_1), (18.5, 6, 0.005_096_921_048_380_84), (11.07, 5, 0.050_009_618_622_405_425),
    (0, 3, 1),
  ])
  func chiSquareTail(value: Double, degrees: Int, tail: Double) {
    #expect(abs(Distribution.chiSquareTail(value, degrees: degrees) - tail) < 1e-12)
  }

  @Test(arguments: [(1, 3.077_684), (2, 1.885_618), (3, 1.637_744), (5, 1.475_884), (30, 1.310_415)])
  func studentQuantile(degrees: Double, value: Double) {
    #expect(abs(Distribution.studentQuantile(0.9, degrees: degrees) / value - 1) < 0.01)
  }

  @Test func kruskalWallis() throws {
    let values = [1.2, 3.4, 2.2, 5.5, 2.2, 7.7, 8.1, 0.3, 0.4, 2.2, 1, 0.9]
    let test = try #require(KruskalWallis(values, groups: [0, 0, 0, 0, 4, 4, 4, 6, 6, 6, 6, 6]))
    #expect(abs(test.statistic - 7.103_191_489_361_703) < 1e-9)
    #expect(abs(test.probability - 0.028_678_839_016_083_07) < 1e-9)
    #expect(KruskalWallis([1, 1, 1], groups: [0, 1, 2]) == nil)
    #expect(KruskalWallis([1, 2, 3], groups: [5, 5, 5]) == nil)
    #expect(KruskalWallis([], groups: []) == nil)
  }

  @Test func hampelTellsTheSpikeOfAConstant() {
    let spike = HampelIdentifier([Double](repeating: 5, count: 40) + [6], least: 1e-12)
    #expect(spike.isOutlier(6) && !spike.isOutlier(5))
    // Where many differ from the most frequent value they are no outliers.
    let often = HampelIdentifier([Double](repeating: 5, count: 25) + [Double](repeating: 6, count: 15), least: 1e-12)
    #expect(!often.isOutlier(6))
  }
}
