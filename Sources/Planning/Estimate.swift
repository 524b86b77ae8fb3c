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
}
