/// What the chain says of runs, to be compared with their rows.
struct AuditedRuns {
  /// What the chain says last of a run.
  private struct Known {
    var entry: Int
    /// nil: it was begun, or taken up again, and has not ended since.
    var digest: String?
  }

  private var known: [Int: Known] = [:]
  /// Runs up to this one were there before the chain.
  private var last = 0

  mutating func take(_ words: AuditWords) {
    switch (words.kind, words.run) {
    case (.chainBegun, _): last = words.runsBefore
    case (.runBegun, let run?), (.recoveryBegun, let run?): known[run] = Known(entry: words.entry, digest: nil)
    case (.runEnded, let run?): known[run] = Known(entry: words.entry, digest: words.digest ?? "")
    default: break
    }
  }

  /// The first in the order of their numbers. Within a transaction.
  func strange(in connection: Connection, compared: inout Int) throws(SQLiteError) -> AuditCheck.Finding? {
    var found: [(run: Int, hasEnded: Bool)] = []
    try connection.each("SELECT run, outcome IS NOT NULL FROM run ORDER BY run") {
      found.append(($0.integer(0), $0.truth(1)))
    }
    // A task without a run would count as a success of long ago, or of tomorrow.
    let stray = try connection.first("SELECT run FROM task WHERE run NOT IN (SELECT run FROM run) LIMIT 1") { row in
      row.integer(0)
    }
    if let stray { return known[stray].map { .missingRun(stray, entry: $0.entry) } ?? .taskWithoutRun(stray) }
    let missing = Set(known.keys).subtracting(found.map(\.run)).min()
    for (run, hasEnded) in found {
      if let missing, missing < run { break }
      guard let known = known[run] else {
        // maint counts from 1.
        if run > last || run < 1 { return .unknownRun(run) }
        continue
      }
      guard let digest = known.digest else {
        if hasEnded { return .unknownEnd(ofRun: run, entry: known.entry) }
        continue
      }
      compared += 1
      if try RunDigest.of(run, in: connection) != digest { return .changedRun(run, entry: known.entry) }
    }
    return missing.flatMap { run in known[run].map { .missingRun(run, entry: $0.entry) } }
  }
}
