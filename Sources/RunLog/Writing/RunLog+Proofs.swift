import Catalog
import Planning
import Scheduling

/// What was shown to work: written by drills, rehearsals and runs, asked before others begin.
extension RunLog {
  /// Synced.
  package func add(_ proof: ProofRecord) throws(RunLogFailure) {
    try synced { () throws(SQLiteError) in
      try connection.run(
        """
        INSERT INTO proof (kind, task, runbook, at, runbook_hash, parameters, sources_hash, system, version, points,
          proven, run, project, replaced, skipped, changes_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(proof.kind.rawValue), .text(proof.task.description), .text(proof.runbook), .time(proof.at),
          .text(proof.basis.runbookHash), .text(Self.stored(proof.basis.parameters)), .text(proof.basis.sourcesHash),
          .text(proof.basis.system), .text(proof.basis.version), .integer(proof.points), .integer(proof.proven),
          .optional(proof.run), .text(proof.basis.project), .integer(proof.untried.replaced),
          .integer(proof.untried.skipped), .optional(proof.changesHash),
        ])
      let number = connection.lastRow
      for (position, time) in proof.rollbacks.enumerated() {
        try connection.run(
          "INSERT INTO drilled_rollback VALUES (?, ?, ?)",
          [.integer(number), .integer(position), .integer(Int(time.wholeMicroseconds))])
      }
      try connection.append(
        AuditEntry(
          .proven, at: proof.at, by: actor, run: proof.run,
          details: [
            ("proof", .integer(number)), ("proof_kind", .text(proof.kind.rawValue)),
            ("task", .text(proof.task.description)), ("points", .integer(proof.points)),
            ("proven", .integer(proof.proven)),
          ]), about: .proof(number), before: nil)
    }
  }

  /// The last ones of a runbook of a project (`Basis.project`), the latest first, without their times; runs that were
  /// taken back later are left out.
  package func proofs(
    of runbook: String, in project: String, _ kind: ProofRecord.Kind, latest limit: Int = 50
  ) throws(RunLogFailure) -> [ProofRecord] {
    try reading { () throws(SQLiteError) in
      try readProofs(
        """
        WHERE project = ? AND runbook = ? AND kind = ? AND (run IS NULL OR EXISTS (
          SELECT 1 FROM task WHERE task.run = proof.run AND task.name = proof.task AND outcome = 'succeeded'
            AND NOT \(Self.isTakenBack)))
        ORDER BY proof DESC LIMIT ?
        """, [.text(project), .text(runbook), .text(kind.rawValue), .integer(limit)])
    }
  }

  /// Of each task of a project that was drilled the last drill that was not after a moment, by name.
  package func lastDrills(
    in project: String, upTo now: Timestamp = Timestamp(microseconds: .max)
  ) throws(RunLogFailure) -> [ProofRecord] {
    // Each name is looked up from the one before: names are few and their rows may be many.
    try reading { () throws(SQLiteError) in
      guard mayHold(.proofs) else { return [] }
      return try readProofs(
        """
        WHERE proof IN (
          WITH RECURSIVE known (name) AS (
            SELECT (SELECT min(task) FROM proof WHERE project = ?1)
            UNION ALL
            SELECT (SELECT min(task) FROM proof WHERE project = ?1 AND task > known.name) FROM known
            WHERE known.name IS NOT NULL
          )
          SELECT (
            SELECT max(proof) FROM proof WHERE project = ?1 AND task = known.name AND kind = 'drill' AND at <= ?2)
          FROM known
        )
        ORDER BY task
        """, [.text(project), .time(now)])
    }
  }

  private func readProofs(_ condition: String, _ values: [Value]) throws(SQLiteError) -> [ProofRecord] {
    var proofs: [ProofRecord] = []
    try connection.each(
      """
      SELECT kind, task, runbook, at, runbook_hash, parameters, sources_hash, system, version, points, proven, run,
        project, replaced, skipped, changes_hash
      FROM proof \(condition)
      """, values
    ) { row throws(SQLiteError) in
      let basis = ProofRecord.Basis(
        project: row.text(12), runbookHash: row.text(4), parameters: Self.parameters(row.text(5)),
        sourcesHash: row.text(6),
        system: row.text(7), version: row.text(8))
      var proof = ProofRecord(
        kind: try row.enumeration(0, as: ProofRecord.Kind.self), task: try TaskName(stored: row.text(1)),
        runbook: row.text(2), at: row.time(3), basis: basis, points: row.integer(9), proven: row.integer(10),
        run: row.isNull(11) ? nil : row.integer(11),
        untried: UntriedSteps(replaced: row.integer(13), skipped: row.integer(14)))
      proof.changesHash = row.optionalText(15)
      proofs.append(proof)
    }
    return proofs
  }

  private static func stored(_ parameters: [SuccessRule.Parameter]) -> String {
    parameters.map { "\($0.name)=\($0.value)\u{1}" }.joined()
  }

  private static func parameters(_ text: String) -> [SuccessRule.Parameter] {
    text.split(separator: "\u{1}").map { pair in
      SuccessRule.Parameter(
        name: String(pair.prefix { $0 != "=" }), value: String(pair.drop { $0 != "=" }.dropFirst()))
    }
  }
}
