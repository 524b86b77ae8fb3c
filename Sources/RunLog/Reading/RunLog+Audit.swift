import Scheduling

/// The audit chain, to be read, exported and verified.
extension RunLog {
  /// The newest entry; nil: there is none.
  package func auditHead() throws(RunLogFailure) -> AuditRow? {
    var head: AuditRow?
    try eachAuditRow("ORDER BY entry DESC LIMIT 1") { head = $0 }
    return head
  }

  /// Calls `body` on each entry in order, in one snapshot.
  package func eachAuditLink(_ body: (AuditLink) -> Void) throws(RunLogFailure) {
    try reading { () throws(SQLiteError) in
      try connection.each(
        """
        SELECT entry, text, hash, iif(json_valid(text), json_type(text) = 'object' AND instr(text, char(10)) = 0, 0)
        FROM audit ORDER BY entry
        """
      ) { row in
        var link = row.auditLink
        link.isLegible = row.truth(3)
        body(link)
      }
    }
  }

  /// The same in columns; of a text that is no JSON any more, that text is its kind, and no time is known.
  package func eachAuditRow(_ body: (AuditRow) -> Void) throws(RunLogFailure) {
    try eachAuditRow("ORDER BY entry", body)
  }

  private func eachAuditRow(_ order: String, _ body: (AuditRow) -> Void) throws(RunLogFailure) {
    try reading { () throws(SQLiteError) in
      try connection.each(
        """
        SELECT entry, json_extract(text, '$.at'), json_extract(text, '$.kind'), json_extract(text, '$.by'),
          json_extract(text, '$.uid'), json_extract(text, '$.run'),
          json_remove(text, '$.entry', '$.at', '$.kind', '$.by', '$.uid', '$.run'), hash
        FROM (SELECT entry, iif(json_valid(text), text, json_object('kind', text)) AS text, hash FROM audit)
        \(order)
        """
      ) { row in
        body(
          AuditRow(
            entry: row.integer(0), at: row.time(1), kind: row.text(2), by: row.text(3), uid: row.integer(4),
            run: row.optionalInteger(5), details: row.text(6), hash: row.text(7)))
      }
    }
  }

  /// Looks at the whole chain, and at the rows that it tells of, in one snapshot. `head`: a hash that somebody
  /// kept, which must be among those of the chain.
  package func verifyAudit(head: String? = nil) throws(RunLogFailure) -> AuditCheck {
    try reading { () throws(SQLiteError) in
      var verification = AuditVerification(connection: connection, head: head)
      return try verification()
    }
  }
}

extension Statement {
  /// From the columns entry, text and hash.
  var auditLink: AuditLink { AuditLink(entry: integer(0), text: text(1), hash: text(2)) }
}
