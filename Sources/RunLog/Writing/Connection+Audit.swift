import Hashing
import Scheduling

extension Connection {
  /// Adds the entry at the end of the chain. Within the write transaction of what it tells of, so that neither is there
  /// without the other, and no two processes add at once.
  func append(_ entry: AuditEntry) throws(SQLiteError) {
    let last = try first("SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1") { row in
      (entry: row.integer(0), hash: row.text(1))
    }
    let (number, isBeyond) = (last?.entry ?? 0).addingReportingOverflow(1)
    // maint counts from 1, and would not come there in the life of any host.
    if isBeyond {
      throw .damaged("the audit chain has an entry \(last?.entry ?? 0), after which there can be no other")
    }
    let text = entry.text(entry: number)
    try run(
      "INSERT INTO audit (entry, text, hash) VALUES (?, ?, ?)",
      [
        .integer(number), .text(text),
        .text(AuditChain.hash(of: Array(text.utf8), after: last?.hash ?? AuditChain.beginning)),
      ])
  }

  /// The same with the digests of the subject's rows, once they are written: `rows`, and `rows_before`, unless it had none.
  /// What others made of the rows since the entry before does not become true by what maint adds to it.
  func append(_ entry: AuditEntry, about subject: AuditSubject, before: String?) throws(SQLiteError) {
    var entry = entry
    if let before { entry.details.append(("rows_before", .text(before))) }
    if let rows = try subject.digest(in: self) { entry.details.append(("rows", .text(rows))) }
    try append(entry)
  }

  /// Has `body` change rows of the subject, and adds the entry that it gives; nil: it has changed nothing. Says whether it
  /// has.
  @discardableResult
  func change(
    _ subject: AuditSubject, _ body: () throws(SQLiteError) -> AuditEntry?
  ) throws(SQLiteError) -> Bool {
    let before = try subject.digest(in: self)
    guard let entry = try body() else { return false }
    try append(entry, about: subject, before: before)
    return true
  }
}

extension Connection {
  /// Adds that the run ended, with the digest of its rows as they are now, and how it ended. Nobody has to sign for a run in
  /// which no step was started.
  func appendEnd(of run: Int, at moment: Timestamp, by actor: Actor) throws(SQLiteError) {
    try self.run(
      """
      DELETE FROM sign_off WHERE run = ? AND signed_at IS NULL AND NOT EXISTS (SELECT 1 FROM step WHERE step.run = sign_off.run)
      """, [.integer(run)])
    let isLeftUnsigned = changes > 0
    let outcome = try first("SELECT outcome FROM run WHERE run = ?", [.integer(run)]) { $0.text(0) } ?? ""
    var details: [(name: String, value: AuditEntry.Detail)] = [("outcome", .text(outcome))]
    if isLeftUnsigned { details.append(("sign_off", .text(""))) }
    details.append(("digest", .text(try RunDigest.of(run, in: self))))
    try append(AuditEntry(.runEnded, at: moment, by: actor, run: run, details: details))
  }
}

/// How an entry's hash follows from the one before.
package enum AuditChain {
  /// The hash before the first entry.
  package static let beginning = String(repeating: "0", count: 64)

  /// Of the bytes as they are kept: what is no UTF-8 must not pass for what it would be shown as.
  package static func hash(of text: [UInt8], after previous: String) -> String {
    Digest.hexadecimal(of: Array("\(previous)\n".utf8) + text + [UInt8(ascii: "\n")])
  }
}
