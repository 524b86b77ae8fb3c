/// When a boot began and how long it is known to have lasted, by the clock that most of its runs saw: one that ran under a wrong
/// clock makes the host neither older nor younger.
///
/// The vote of Boyer and Moore, "MJRTY: A fast majority vote algorithm" (1981): a clock that agrees counts for the moment that is
/// known, one that does not against it.
struct BootClock: Hashable {
  /// Microseconds, as all of them.
  private(set) var bootedAt: Int
  private(set) var votes: Int
  /// After `bootedAt`.
  private(set) var firstSeen: Int
  private(set) var lastSeen: Int

  /// Clocks that are set by less agree.
  private static let tolerance = 600_000_000

  init(bootedAt: Int, votes: Int, firstSeen: Int, lastSeen: Int) {
    (self.bootedAt, self.votes, self.firstSeen, self.lastSeen) = (bootedAt, votes, firstSeen, lastSeen)
  }

  /// Seen first at a moment; `sinceBoot` is nil where nobody noted how long the host had been up.
  init(at moment: Int, sinceBoot: Int?) {
    self.init(
      bootedAt: moment - (sinceBoot ?? 0), votes: sinceBoot == nil ? 0 : 1, firstSeen: sinceBoot ?? 0,
      lastSeen: sinceBoot ?? 0)
  }

  mutating func see(at moment: Int, sinceBoot: Int?) {
    guard let sinceBoot else {
      // Runs of a maint that noted no time since the boot have the wall clock alone.
      if votes == 0 { lastSeen = max(lastSeen, moment - bootedAt) }
      return
    }
    if abs(moment - sinceBoot - bootedAt) <= Self.tolerance {
      votes += 1
      firstSeen = min(firstSeen, moment - bootedAt)
      lastSeen = max(lastSeen, moment - bootedAt)
    } else if votes > 0 {
      votes -= 1
    } else {
      self = BootClock(at: moment, sinceBoot: sinceBoot)
    }
  }

  /// Whether it agrees with another about when the boot began, and is known to have lasted as long. One that noted no time since
  /// the boot says too little of when it began.
  func covers(_ other: BootClock) -> Bool {
    if other.votes == 0 { return true }
    return abs(bootedAt - other.bootedAt) <= Self.tolerance
      && bootedAt + firstSeen <= other.bootedAt + other.firstSeen + Self.tolerance
      && bootedAt + lastSeen + Self.tolerance >= other.bootedAt + other.lastSeen
  }

  /// Boots in the order in which they were made, without those whose times contradict the others: those of which each began after
  /// the one before, and in which the most was seen. One under a wrong clock that came first contradicts nobody by its place;
  /// what lies longer ago than hosts are without a run is left out where less was seen in it than since.
  static func agreeing(_ boots: [BootClock]) -> [BootClock] {
    // Of each, how much was seen in the row that ends with it, and which comes before it in that row.
    var rows: [(votes: Int, before: Int?)] = []
    for index in boots.indices {
      let before = (0..<index).filter { boots[$0].bootedAt < boots[index].bootedAt }.max {
        rows[$0].votes < rows[$1].votes
      }
      rows.append((max(1, boots[index].votes) + (before.map { rows[$0].votes } ?? 0), before))
    }
    var kept: [BootClock] = []
    // Of rows that weigh the same that of the latest boot: what is made now is more likely to be right.
    var next = rows.indices.max { (rows[$0].votes, $0) < (rows[$1].votes, $1) }
    while let index = next {
      kept.append(boots[index])
      next = rows[index].before
    }
    return withoutFalseBeginning(kept.reversed())
  }

  /// From its end to the beginning of the next boot hosts are without a run for less than that.
  private static let longestGap = 366 * 86_400_000_000

  private static func withoutFalseBeginning(_ boots: [BootClock]) -> [BootClock] {
    let votes = boots.map { max(1, $0.votes) }
    var (before, after, first) = (0, votes.reduce(0, +), 0)
    for index in boots.indices.dropFirst() {
      before += votes[index - 1]
      after -= votes[index - 1]
      let end = boots[index - 1].bootedAt + boots[index - 1].lastSeen
      if before < after, boots[index].bootedAt - end > longestGap { first = index }
    }
    return Array(boots[first...])
  }
}
