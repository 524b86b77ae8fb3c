/// Finds the value of a rank without sorting all.
enum Selection {
  /// The value of that rank, the least being 0, which then stands at that index: before it what is not greater, after
  /// it what is not less. There must be so many values.
  ///
  /// Hoare's quickselect (1961) with a partition in three, so equal values cost one round; rounds that take off little
  /// are counted, and sorting ends them: n log n at most.
  static func select(_ rank: Int, of values: inout [Double]) -> Double {
    values.withUnsafeMutableBufferPointer { values in
      var lower = 0
      var upper = values.count - 1
      var rounds = 2 * (Int.bitWidth - values.count.leadingZeroBitCount)
      while lower < upper {
        if rounds == 0 || upper - lower < 16 {
          values[lower...upper].sort()
          break
        }
        rounds -= 1
        let (first, last) = partition(&values, lower, upper)
        if rank < first {
          upper = first - 1
        } else if rank > last {
          lower = last + 1
        } else {
          break
        }
      }
      return values[rank]
    }
  }

  /// Less than the pivot, equal to it (the indices given back), greater.
  private static func partition(
    _ values: inout UnsafeMutableBufferPointer<Double>, _ lower: Int, _ upper: Int
  ) -> (first: Int, last: Int) {
    let pivot = pivot(values[lower], values[(lower + upper) / 2], values[upper])
    var first = lower
    var last = upper
    var index = lower
    while index <= last {
      let value = values[index]
      if value < pivot {
        values[index] = values[first]
        values[first] = value
        first += 1
        index += 1
      } else if value > pivot {
        values[index] = values[last]
        values[last] = value
        last -= 1
      } else {
        index += 1
      }
    }
    return (first, last)
  }

  private static func pivot(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
