/// What changed in the last days: a jump or a bend that is too young to be a part of a week's length, or that such a part
/// would misplace.
struct LatestChange {
  private(set) var change: ChangeSearch.Change?
  /// Something may have changed that is not told yet, or is told but not what it was.
  private(set) var isUnsettled = false

  /// So many points at least have a slope, the corner among them.
  private static let shortestBend = 3
  /// What explains so many times the noise is no change yet, but may well become one.
  private static let suspicion = 9.0

  /// From `start` on nothing changed but for `found`. `preference`: by how much one form has to explain more than another.
  init(
    cost: SegmentCost, start: Int, count: Int, found: ChangeSearch.Change?, noise: Double, penalty: Double,
    preference: Double, canBend: Bool
  ) {
    change = found
    let earliest = max(start + ChangeSearch.shortestPart, count - 2 * ChangeSearch.shortestPart + 1)
    guard earliest <= count - Self.shortestBend else { return }
    let jumps = (earliest...count - 2).map { ($0, cost.jump(start, $0, count)) }
    let bends = canBend ? (earliest...count - Self.shortestBend).map { ($0, cost.bend(start, $0, count)) } : []
    guard let jump = jumps.min(by: { $0.1 < $1.1 }) else { return }
    let bend = bends.min { $0.1 < $1.1 } ?? (count, .infinity)
    let line = cost.line(start, count)
    let isBend = bend.1 + 2 * noise <= jump.1
    let best = isBend ? bend : jump
    let form = ChangeSearch.Change(index: best.0, kind: isBend ? .slope : .level, isCurve: false)
    if let found {
      let free = cost.line(start, found.index) + cost.line(found.index, count)
      if best.1 < free + preference { change = form }
    } else if isBend, count - bend.0 > Self.shortestBend, line - bend.1 > penalty {
      change = form
    } else {
      // Where noise depends on the day before there is much that it may be, but not a third of all that the line leaves.
      let gain = line - bend.1
      isUnsettled =
        (gain > Self.suspicion * noise || (gain > noise && 3 * gain > line))
        // One value is no bend.
        && (earliest...max(earliest, count - Self.shortestBend)).contains {
          cost.line(start, count - 1) - cost.bend(start, $0, count - 1) > 2 * noise
        }
    }
    guard let change else { return }
    if count - change.index < ChangeSearch.shortestPart, bends.isEmpty == false {
      // A level and a slope of these days may be the same points.
      let isEither = abs(bend.1 - jump.1) < preference
      let isShort = change.kind == .slope && count - change.index < 5
      isUnsettled = isEither || isShort
    }
  }
}
