/// One look at the whole chain: first at its links, then at the rows that it speaks of.
struct AuditVerification {
  let connection: Connection
  /// A hash that somebody kept.
  let head: String?
  private var check = AuditCheck()
  private var runs = AuditedRuns()
  private var subjects = AuditedSubjects()
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
    let version = try connection.pragma("user_version")
    let table = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit'"
    guard try connection.first(table, [], { _ in true }) != nil else {
      check.finding = .removed
      return check
    }
    if version >= AuditSubject.Kind.acknowledgement.schemaVersion { try readSentHeads() }
    try readLinks()
    if check.finding == nil, check.entries == 0 { check.finding = .empty }
    if check.finding == nil, !headIsKnown { check.finding = .unknownHead }
    if check.finding == nil { check.finding = sentHeads.values.min().map(AuditCheck.Finding.unknownHeadOfMessage) }
    if check.finding == nil {
      check.finding = try Schema.strangeObject(in: connection).map(AuditCheck.Finding.strangeObject)
    }
    if check.finding == nil {
      let strange = try Schema.difference(in: connection, version: version)
      check.finding = strange.map(AuditCheck.Finding.strangeObject)
    }
    if check.finding == nil { check.finding = try runs.strange(in: connection, compared: &check.runs) }
    if check.finding == nil {
      check.finding = try subjects.strange(in: connection, schema: version, compared: &check.subjects)
    }
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
      guard AuditChain.hash(of: row.blob(1), after: previous) == link.hash, try take(link) else {
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
    guard link.text.hasPrefix("{\"entry\":\(link.entry),"), let words = try AuditWords(link, in: connection),
      (words.kind == .chainBegun) == (link.entry == 1)
    else { return false }
    runs.take(words)
    subjects.take(words)
    return true
  }

  /// A hash that the chain does not have went out before the chain was cut or written anew.
  private mutating func readSentHeads() throws(SQLiteError) {
    try connection.each(
      "SELECT head, min(message) FROM message WHERE head <> ? GROUP BY head", [.text(AuditChain.beginning)]
    ) { sentHeads[$0.text(0)] = $0.integer(1) }
  }
}
