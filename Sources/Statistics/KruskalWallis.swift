/// The test of Kruskal and Wallis, "Use of ranks in one-criterion variance analysis" (1952): whether groups of values
/// differ in level, by the ranks of the values only.
struct KruskalWallis {
  /// Corrected for equal values.
  let statistic: Double
  /// How probable so great a statistic is where no group differs.
  let probability: Double

  /// `groups` has the group of each value, from 0; nil where fewer than two groups have values or all are equal.
  init?(_ values: [Double], groups: [Int]) {
    let count = Double(values.count)
    var rankSums = [Double](repeating: 0, count: (groups.max() ?? 0) + 1)
    var counts = rankSums
    var ties = 0.0
    let order = values.indices.sorted { values[$0] < values[$1] }
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      let equal = Double(end - first)
      ties += equal * equal * equal - equal
      // Equal values share the mean of their ranks, which count from 1.
      for index in order[first..<end] {
        rankSums[groups[index]] += Double(first + 1 + end) / 2
        counts[groups[index]] += 1
      }
      first = end
    }
    let used = counts.indices.filter { counts[$0] > 0 }
    let correction = 1 - ties / (count * count * count - count)
    guard used.count >= 2, correction > 0 else { return nil }
    let sum = used.reduce(0) { $0 + rankSums[$1] * rankSums[$1] / counts[$1] }
    statistic = max(0, (12 / (count * (count + 1)) * sum - 3 * (count + 1)) / correction)
    probability = Distribution.chiSquareTail(statistic, degrees: used.count - 1)
  }
}
