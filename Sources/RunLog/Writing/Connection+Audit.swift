import Hashing
import Scheduling

extension Connection {
  /// Adds the entry at the end of the chain. Within the write transaction of what it tells of, so that neither is there
  /// without the other, and no two processes add at once.
  func append(_ entry: AuditEntry) throws(SQLiteError) {
    let last = try first("SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1") { row in
      (entry: row.integer(0), hash: row.text(1))
    }
    let number = (last?.entry ?? 0) + 1
    let text = entry.text(entry: number)
    try run(
      "INSERT INTO audit (entry, text, hash) VALUES (?, ?, ?)",
      [.integer(number), .text(text), .text(AuditChain.hash(of: text, after: last?.hash ?? AuditChain.beginning))])
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
    let outcome = try first("SELECT outcome FROM run WHERE run = ?", [.integer(run)]) { $0.text(0) } ?? ""
    try append(
      AuditEntry(
        .runEnded, at: moment, by: actor, run: run,
        details: [("outcome", .text(outcome)), ("digest", .text(try RunDigest.of(run, in: self)))]))
  }
}

/// How an entry's hash follows from the one before.
package enum AuditChain {
  /// The hash before the first entry.
  package static let beginning = String(repeating: "0", count: 64)

  package static func hash(of text: String, after previous: String) -> String {
    Digest.hexadecimal(of: Array("\(previous)\n\(text)\n".utf8))
  }
}
