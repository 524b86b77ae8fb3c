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
