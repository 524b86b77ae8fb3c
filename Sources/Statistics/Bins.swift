/// What seasons and changes are looked for in: from two weeks on the median of each day, since what happens within a
/// day is neither; the points themselves before that.
struct Bins {
  /// The first and the last of 28 days are 27 apart, less what they may be taken earlier or later in the day.
  static let fourWeeks = 26.5
  private static let twoWeeks = 13.5

  /// The mean of the times of its points.
  private(set) var times: [Double] = []
  private(set) var values: [Double] = []
  private(set) var weekdays: [Int] = []
  /// The index of each bin's first point, and at the end the number of points.
  private(set) var firsts: [Int] = []

  var count: Int { times.count }
  var span: Double { (times.last ?? 0) - (times.first ?? 0) }

  init(_ readings: Readings) {
    let span = (readings.times.last ?? 0) - (readings.times.first ?? 0)
    self.init(readings, byDay: span >= Self.twoWeeks)
  }

  /// `byDay`: also of fewer than two weeks.
  init(_ readings: Readings, byDay: Bool) {
    var first = 0
    while first < readings.count {
      var end = first + 1
      while byDay, end < readings.count, readings.weekdays[end] == readings.weekdays[first],
        readings.times[end] - readings.times[first] < 1
      {
        end += 1
      }
      add(readings, first..<end)
      first = end
    }
    firsts.append(readings.count)
  }

  private mutating func add(_ readings: Readings, _ range: Range<Int>) {
    let single = range.count == 1
    times.append(single ? readings.times[range.lowerBound] : Self.mean(readings.times[range]))
    values.append(single ? readings.values[range.lowerBound] : Quantile.middle(of: Array(readings.values[range])))
    weekdays.append(readings.weekdays[range.lowerBound])
    firsts.append(range.lowerBound)
  }

  private static func mean(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The median of each bin of a range of points, which begins and ends with bins.
  func medians(of values: [Double], in range: Range<Int>) -> [Double] {
    var medians: [Double] = []
    for bin in 0..<count where firsts[bin] >= range.lowerBound && firsts[bin + 1] <= range.upperBound {
      let points = firsts[bin] - range.lowerBound..<firsts[bin + 1] - range.lowerBound
      medians.append(points.count == 1 ? values[points.lowerBound] : Quantile.middle(of: Array(values[points])))
    }
    return medians
  }
}
