import Scheduling

/// Whose word there is that what runs did is in order, and whose is missing.
extension RunLog {
  /// Within the transaction that begins the run.
  func requireSignOff(of run: Int, from roles: [String]) throws(SQLiteError) {
    for role in roles {
      try connection.run(
        "INSERT OR IGNORE INTO sign_off (run, role, is_required) VALUES (?, ?, 1)", [.integer(run), .text(role)])
    }
  }

  /// Signs for the run in the role; what stands there then is the answer, the word of who was first. Synced. The chain has it
  /// together with the digest of what was signed.
  package func sign(_ run: Int, as role: String, _ word: SignOff.Word) throws(RunLogFailure) -> SignOff.Word {
    try synced { () throws(SQLiteError) -> SignOff.Word in
      let known = try readSignOffs("WHERE run = ? AND role = ?", [.integer(run), .text(role)]).first?.signOff.word
      if let known { return known }
      try connection.change(.signOff(run: run, role: role)) { () throws(SQLiteError) in
        try write(word, for: run, role)
      }
      return word
    }
  }

  private func write(_ word: SignOff.Word, for run: Int, _ role: String) throws(SQLiteError) -> AuditEntry {
    try connection.run(
      """
      INSERT INTO sign_off (run, role, is_required, signed_at, signed_by, signed_uid, note)
      VALUES (?, ?, 0, ?, ?, ?, ?)
      ON CONFLICT (run, role) DO UPDATE SET signed_at = excluded.signed_at, signed_by = excluded.signed_by,
        signed_uid = excluded.signed_uid, note = excluded.note
      """,
      [
        .integer(run), .text(role), .time(word.at), .text(word.by.name), .integer(word.by.uid), .optional(word.note),
      ])
    var details: [(name: String, value: AuditEntry.Detail)] = [("role", .text(role))]
    if let note = word.note { details.append(("note", .text(note))) }
    details.append(("digest", .text(try RunDigest.of(run, in: connection))))
    return AuditEntry(.signedOff, at: word.at, by: word.by, run: run, details: details)
  }

  /// Of one run, by role.
  package func signOffs(of run: Int) throws(RunLogFailure) -> [SignOff] {
    try reading { () throws(SQLiteError) in
      try readSignOffs("WHERE run = ? ORDER BY role", [.integer(run)]).map(\.signOff)
    }
  }

  /// The runs that are over and lack a signature, with the roles that have not signed, the newest first.
  package func runsNotSigned(limit: Int) throws(RunLogFailure) -> [(run: RunRecord, roles: [String])] {
    try reading { () throws(SQLiteError) in
      let missing = try readSignOffs(
        "WHERE signed_at IS NULL AND run IN (\(Self.notSigned) ORDER BY run DESC LIMIT ?) ORDER BY run DESC, role",
        [.integer(limit)])
      var found: [(run: RunRecord, roles: [String])] = []
      for (number, signOff) in missing {
        if found.last?.run.number == number {
          found[found.count - 1].roles.append(signOff.role)
        } else if let run = try readRuns("WHERE run = ?", [.integer(number)]).first {
          found.append((run, [signOff.role]))
        }
      }
      return found
    }
  }

  /// How many runs are over and lack a signature.
  func countNotSigned() throws(SQLiteError) -> Int {
    guard mayHold(.missingSignatures) else { return 0 }
    return try connection.first("SELECT count(*) FROM (\(Self.notSigned))") { $0.integer(0) } ?? 0
  }

  /// As the index sign_off_missing has them.
  private static let notSigned = """
    SELECT DISTINCT run FROM sign_off AS missing WHERE signed_at IS NULL
      AND EXISTS (SELECT 1 FROM run WHERE run.run = missing.run AND outcome IS NOT NULL)
    """

  func readSignOffs(
    _ condition: String, _ values: [Value]
  ) throws(SQLiteError) -> [(run: Int, signOff: SignOff)] {
    var found: [(run: Int, signOff: SignOff)] = []
    try connection.each(
      "SELECT run, role, is_required, signed_at, signed_by, signed_uid, note FROM sign_off \(condition)", values
    ) { row in
      let word = row.optionalTime(3).map {
        SignOff.Word(by: Actor(name: row.text(4), uid: row.integer(5)), at: $0, note: row.optionalText(6))
      }
      found.append((row.integer(0), SignOff(role: row.text(1), isRequired: row.truth(2), word: word)))
    }
    return found
  }
}
