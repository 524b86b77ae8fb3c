/// The median of a few values of which one goes and one comes at a time.
struct SlidingMedian {
  private var sorted: [Double]

  /// At least one.
  init(_ values: ArraySlice<Double>) { sorted = values.sorted() }

  var median: Double {
    (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The first must be there.
  mutating func replace(_ old: Double, by new: Double) {
    guard var index = sorted.firstIndex(of: old) else { return }
    while index + 1 < sorted.count, sorted[index + 1] < new {
      sorted[index] = sorted[index + 1]
      index += 1
    }
    while index > 0, sorted[index - 1] > new {
      sorted[index] = sorted[index - 1]
      index -= 1
    }
    sorted[index] = new
  }
}
