import Scheduling

extension Schema {
  /// What the log can prove, and who answers for a run.
  static let version15 = """
    CREATE TABLE audit (
      -- The chain: what happened, each entry hashed together with the one before, so that none can be changed, left out or
      -- put in without all later hashes changing. By hand: printf '%s\\n%s\\n' PREVIOUS_HASH TEXT | sha256sum
      entry INTEGER PRIMARY KEY,  -- from 1, without gaps
      text TEXT NOT NULL,  -- a JSON object on one line: entry, at, kind, by, uid, run, and what belongs to the kind
      hash TEXT NOT NULL  -- SHA-256 in hexadecimal digits; the hash before the first entry is 64 zeros
    ) STRICT;

    CREATE TABLE sign_off (
      -- Somebody's word, in a role, that what a run did is in order; or that it is asked for.
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      role TEXT NOT NULL,
      is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),  -- 1: a tier of the run asks for it
      signed_at INTEGER,  -- NULL: nobody has signed
      signed_by TEXT,  -- the name of the user who logged in
      signed_uid INTEGER,
      note TEXT,
      PRIMARY KEY (run, role)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sign_off_missing ON sign_off (run) WHERE signed_at IS NULL;
    """

  /// An empty chain is one that somebody emptied: it begins with the table.
  static func beginChain(_ connection: Connection, _ actor: Actor) throws(SQLiteError) {
    func last(_ number: String, of table: String) throws(SQLiteError) -> Int {
      try connection.first("SELECT coalesce(max(\(number)), 0) FROM \(table)") { $0.integer(0) } ?? 0
    }
    let seconds = try connection.first("SELECT strftime('%s', 'now')") { $0.integer(0) } ?? 0
    try connection.append(
      AuditEntry(
        .chainBegun, at: Timestamp(microseconds: Int64(seconds) * 1_000_000), by: actor,
        details: [
          ("runs_before", .integer(try last("run", of: "run"))),
          ("exceptions_before", .integer(try last("exception", of: "window_exception"))),
          ("proofs_before", .integer(try last("proof", of: "proof"))),
        ]))
  }
}
