/// Cuts points into stretches with a line or a level each so that the sum of squares and a penalty for each cut are least: exactly,
/// by the PELT of Killick, Fearnhead and Eckley, "Optimal detection of changepoints with a linear computational cost"
/// (2012).
struct Segmentation {
  enum Form {
    case lines, levels
  }

  let cost: SegmentCost
  let count: Int
  /// Each stretch has at least so many points, at least two where it has a line.
  let shortest: Int
  let penalty: Double
  var form = Form.lines

  private struct Candidate {
    let start: Int
    /// From this end on another start is always better.
    var expiry = Int.max
    var cost = 0.0
  }

  /// The indexes of the points that begin a stretch, without the first.
  func changes() -> [Int] {
    guard count >= 2 * shortest else { return [] }
    var least = [Double](repeating: 0, count: count + 1)
    least[0] = -penalty
    var starts = [Int](repeating: 0, count: count + 1)
    var candidates = [Candidate(start: 0)]
    for end in shortest...count {
      if end >= 2 * shortest { candidates.append(Candidate(start: end - shortest)) }
      var best = Double.infinity
      for index in candidates.indices {
        let start = candidates[index].start
        let total = least[start] + (form == .lines ? cost.line(start, end) : cost.level(start, end))
        candidates[index].cost = total
        if total + penalty < best {
          best = total + penalty
          starts[end] = start
        }
      }
      least[end] = best
      prune(&candidates, end: end, best: best)
    }
    return Self.path(to: count, by: starts)
  }

  /// A start that costs more than a cut here would is better replaced by that cut, as soon as a whole stretch fits
  /// behind it.
  private func prune(_ candidates: inout [Candidate], end: Int, best: Double) {
    for index in candidates.indices where candidates[index].cost > best && candidates[index].expiry == .max {
      candidates[index].expiry = end + shortest
    }
    candidates.removeAll { $0.expiry <= end + 1 }
  }

  private static func path(to end: Int, by starts: [Int]) -> [Int] {
    var changes: [Int] = []
    var start = starts[end]
    while start > 0 {
      changes.append(start)
      start = starts[start]
    }
    return changes.reversed()
  }
}
