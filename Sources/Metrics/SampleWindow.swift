import Scheduling
import Statistics

/// The medians of samples in times of which each begins soon after the one before: the days before the runs of a year.
struct SampleWindow {
  private let times: [Timestamp]
  private var medians: MovingMedian
  private var indices = 0..<0

  /// Those after which the next is looked for among all the rest.
  private static let near = 8

  init(_ samples: MetricInputs.Samples) {
    let points = samples.points
    times = points.map(\.at)
    medians = MovingMedian(points.map(\.value))
  }

  /// nil: there are none in it.
  mutating func median(in span: Range<Timestamp>) -> Double? {
    let lower = first(from: span.lowerBound, near: indices.lowerBound)
    let upper = first(from: span.upperBound, near: max(lower, indices.upperBound))
    indices = lower..<max(lower, upper)
    return medians.median(of: indices)
  }

  /// The index of the first that is not before the moment.
  private func first(from moment: Timestamp, near guess: Int) -> Int {
    var (low, high) = (0, times.count)
    if guess > 0, times[guess - 1] >= moment {
      high = guess - 1
    } else {
      low = guess
      for _ in 0..<Self.near {
        if low == times.count || times[low] >= moment { return low }
        low += 1
      }
    }
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
