/// When a zone's clocks are set, and by how much they are then ahead of UTC: a list for the past, a rule for the rest.
struct ZoneTable: Sendable, Hashable {
  /// Seconds since 1970, ascending; each changes the offset.
  private var moments: [Int] = []
  /// The offset from the moment of the same index on.
  private var offsets: [Int] = []
  private let firstOffset: Int
  /// What holds after the last moment of the list.
  private let rule: ZoneRule?

  init(firstOffset: Int, rule: ZoneRule? = nil) {
    self.firstOffset = firstOffset
    self.rule = rule
  }

  /// Adds a change after those there are; one that leaves the offset as it is, is none.
  mutating func append(moment: Int, offset: Int) {
    guard offset != offsets.last ?? firstOffset else { return }
    moments.append(moment)
    offsets.append(offset)
  }

  /// The same, with what the rule says up to the moment written into the list, which is looked up faster.
  func unrolled(to end: Int) -> ZoneTable {
    // Without a list the rule holds for the past, too.
    guard rule != nil, let last = moments.last else { return self }
    var result = self
    var span = span(at: last)
    while let next = span.end, next <= end {
      span = self.span(at: next)
      result.append(moment: next, offset: span.offset)
    }
    return result
  }

  func span(at moment: Int) -> ZoneSpan {
    let next = countOfMoments(upTo: moment)
    let start = next > 0 ? moments[next - 1] : nil
    if next == moments.count, let rule { return rule.span(at: moment, after: start) }
    return ZoneSpan(
      start: start, end: next < moments.count ? moments[next] : nil,
      offset: next > 0 ? offsets[next - 1] : firstOffset)
  }

  private func countOfMoments(upTo moment: Int) -> Int {
    var range = 0..<moments.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = moments[middle] <= moment ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
