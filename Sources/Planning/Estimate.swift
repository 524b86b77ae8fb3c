/// How long a task is expected to take, from its successes in the past.
package struct Estimate: Sendable, Hashable {
  package var median: Duration
  package var percentile95: Duration
  /// The number of runs it rests on.
  package var count: Int

  package init(median: Duration, percentile95: Duration, count: Int) {
    self.median = median
    self.percentile95 = percentile95
    self.count = count
  }

  /// What takes longer than this takes too long: half as much again as nearly all of the earlier runs took, and a minute more
  /// at least. nil: there were too few of them to say so.
  package var overrun: Duration? {
    count < 3 ? nil : max(percentile95 * 3 / 2, percentile95 + .seconds(60))
  }

  /// In any order; nil where there are none. The median of an even number is the mean of the middle two; the
  /// percentile is by nearest rank: the least duration that 95 % of all do not exceed.
  package init?(of durations: [Duration]) {
    if durations.isEmpty { return nil }
    let sorted = durations.sorted()
    count = sorted.count
    median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    percentile95 = sorted[(count * 95 + 99) / 100 - 1]
  }
}
