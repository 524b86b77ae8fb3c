/// The medians of stretches of values, one after the other: what a stretch shares with the one before stays in order, so a day
/// that moves on by an hour costs that hour.
package struct MovingMedian: Sendable {
  private let values: [Double]
  private var stretch = 0..<0
  /// Those of the stretch.
  private var sorted: [Double] = []

  package init(_ values: [Double]) { self.values = values }

  /// As `Quantile.median`; nil of no values.
  package mutating func median(of wanted: Range<Int>) -> Double? {
    let shared = wanted.clamped(to: stretch)
    if wanted.lowerBound >= stretch.lowerBound, wanted.upperBound >= stretch.upperBound, 2 * shared.count > wanted.count
    {
      for index in stretch.lowerBound..<wanted.lowerBound { sorted.remove(at: place(of: values[index])) }
      for index in stretch.upperBound..<wanted.upperBound {
        sorted.insert(values[index], at: place(of: values[index]))
      }
    } else if wanted != stretch {
      sorted.replaceSubrange(sorted.indices, with: values[wanted])
      sorted.sort()
    }
    stretch = wanted
    return sorted.isEmpty ? nil : Quantile.middle(ofSorted: sorted)
  }

  /// Of the first that is not less.
  private func place(of value: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
