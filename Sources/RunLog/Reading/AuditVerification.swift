/// One look at the whole chain: first at its links, then at the rows that it speaks of.
struct AuditVerification {
  /// What the chain says last of a run.
  private struct KnownRun {
    var entry: Int
    /// nil: it was begun, or taken up again, and has not ended since.
    var digest: String?
  }

  private struct Place: Hashable {
    var run: Int
    var role: String
  }

  private struct KnownSignOff {
    var entry: Int
    var word: SignOff.Word
  }

  let connection: Connection
  /// A hash that somebody kept.
  let head: String?
  private var check = AuditCheck()
  private var runs: [Int: KnownRun] = [:]
  private var signOffs: [Place: KnownSignOff] = [:]
  /// Runs up to this one were there before the chain.
  private var runsBefore = 0
  private var headIsKnown = false
  /// The hashes that went out with messages, and are not met yet, each with its first message.
  private var sentHeads: [String: Int] = [:]

  init(connection: Connection, head: String?) {
    self.connection = connection
    self.head = head
    headIsKnown = head == nil || head == AuditChain.beginning
  }

  /// Within a transaction.
  mutating func callAsFunction() throws(SQLiteError) -> AuditCheck {
    try readSentHeads()
    try readLinks()
    if check.finding == nil, check.entries == 0 { check.finding = .empty }
    if check.finding == nil, !headIsKnown { check.finding = .unknownHead }
    if check.finding == nil { check.finding = sentHeads.values.min().map(AuditCheck.Finding.unknownHeadOfMessage) }
    if check.finding == nil { check.finding = try strangeRun() }
    if check.finding == nil { check.finding = try strangeSignOff() }
    return check
  }

  private mutating func readLinks() throws(SQLiteError) {
    var previous = AuditChain.beginning
    _ = try connection.eachWhile("SELECT entry, text, hash FROM audit ORDER BY entry") { row throws(SQLiteError) in
      let link = row.auditLink
      let expected = check.entries + 1
      guard link.entry == expected else {
        check.finding = link.entry > expected ? .missing(expected...link.entry - 1) : .changed(link.entry)
        return false
      }
      guard AuditChain.hash(of: link.text, after: previous) == link.hash, try take(link) else {
        check.finding = .changed(link.entry)
        return false
      }
      previous = link.hash
      check.entries = link.entry
      check.head = link
      sentHeads[link.hash] = nil
      if link.hash == head { headIsKnown = true }
      return true
    }
  }

  /// Takes note of what the entry says; false where it says nothing that maint would write there.
  private mutating func take(_ link: AuditLink) throws(SQLiteError) -> Bool {
    guard link.text.hasPrefix("{\"entry\":\(link.entry),") else { return false }
    var isSound = false
    try connection.each(
      """
      SELECT json_extract(?1, '$.kind'), json_extract(?1, '$.run'), json_extract(?1, '$.digest'),
        json_extract(?1, '$.runs_before'), json_extract(?1, '$.role'), json_extract(?1, '$.by'),
        json_extract(?1, '$.uid'), json_extract(?1, '$.at'), json_extract(?1, '$.note')
      WHERE json_valid(?1)
      """, [.text(link.text)]
    ) { row in
      guard let kind = AuditEntry.Kind(rawValue: row.text(0)), (kind == .chainBegun) == (link.entry == 1) else {
        return
      }
      isSound = true
      let run = row.optionalInteger(1)
      switch (kind, run) {
      case (.chainBegun, _): runsBefore = row.integer(3)
      case (.runBegun, let run?), (.recoveryBegun, let run?):
        runs[run] = KnownRun(entry: link.entry, digest: nil)
      case (.runEnded, let run?): runs[run] = KnownRun(entry: link.entry, digest: row.text(2))
      case (.signedOff, let run?):
        let word = SignOff.Word(
          by: Actor(name: row.text(5), uid: row.integer(6)), at: row.time(7), note: row.optionalText(8))
        signOffs[Place(run: run, role: row.text(4))] = KnownSignOff(entry: link.entry, word: word)
      default: break
      }
    }
    return isSound
  }

  /// A hash that the chain does not have went out before the chain was cut or written anew.
  private mutating func readSentHeads() throws(SQLiteError) {
    try connection.each(
      "SELECT head, min(message) FROM message WHERE head <> ? GROUP BY head", [.text(AuditChain.beginning)]
    ) { sentHeads[$0.text(0)] = $0.integer(1) }
  }

  /// The first in the order of their numbers.
  private mutating func strangeRun() throws(SQLiteError) -> AuditCheck.Finding? {
    var found: [(run: Int, hasEnded: Bool)] = []
    try connection.each("SELECT run, outcome IS NOT NULL FROM run ORDER BY run") {
      found.append(($0.integer(0), $0.truth(1)))
    }
    let missing = Set(runs.keys).subtracting(found.map(\.run)).min()
    for (run, hasEnded) in found {
      if let missing, missing < run { break }
      guard let known = runs[run] else {
        if run > runsBefore { return .unknownRun(run) }
        continue
      }
      guard let digest = known.digest else {
        if hasEnded { return .unknownEnd(ofRun: run, entry: known.entry) }
        continue
      }
      check.runs += 1
      if try RunDigest.of(run, in: connection) != digest { return .changedRun(run, entry: known.entry) }
    }
    return missing.flatMap { run in runs[run].map { .missingRun(run, entry: $0.entry) } }
  }

  private func strangeSignOff() throws(SQLiteError) -> AuditCheck.Finding? {
    var rest = signOffs
    var finding: AuditCheck.Finding?
    try connection.each(
      """
      SELECT run, role, signed_at, signed_by, signed_uid, note FROM sign_off WHERE signed_at IS NOT NULL
      ORDER BY run, role
      """
    ) { row in
      let place = Place(run: row.integer(0), role: row.text(1))
      let word = SignOff.Word(
        by: Actor(name: row.text(3), uid: row.integer(4)), at: row.time(2), note: row.optionalText(5))
      let known = rest.removeValue(forKey: place)
      guard finding == nil, known?.word != word else { return }
      finding = .changedSignOff(run: place.run, role: place.role, entry: known?.entry)
    }
    if let finding { return finding }
    let gone = rest.min { $0.value.entry < $1.value.entry }
    return gone.map { .changedSignOff(run: $0.key.run, role: $0.key.role, entry: $0.value.entry) }
  }
}
