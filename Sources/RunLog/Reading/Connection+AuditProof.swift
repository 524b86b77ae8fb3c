/// Whether what is about to be relied on stands in the chain, too: asked at the moment at which it lets something happen,
/// without a look at the whole chain.
extension Connection {
  /// Whether the rows of a request are those of which the newest entry about it has the digest, and that entry is one; and
  /// whether each word for it was told when it was given.
  func isAsTheChainHasIt(request: Int) throws(SQLiteError) -> Bool {
    let isAsTold = try isAsTheChainHasIt(
      .approval(request), where: "\(Schema.isAboutRequest) AND \(Schema.requestOfEntry) = ?", [.integer(request)])
    guard isAsTold else { return false }
    return try chainHasWords(ofRequest: request)
  }

  private func chainHasWords(ofRequest request: Int) throws(SQLiteError) -> Bool {
    var given: Set<ApprovalWordKey> = []
    try each("SELECT request, uid, name, at FROM approval_word WHERE request = ?", [.integer(request)]) { row in
      given.insert(ApprovalWordKey(row))
    }
    if given.isEmpty { return true }
    try each(
      """
      SELECT text, hash, (SELECT hash FROM audit AS before WHERE before.entry = audit.entry - 1),
        json_extract(text, '$.uid'), json_extract(text, '$.by'), json_extract(text, '$.at')
      FROM audit WHERE \(Schema.isAboutRequest) AND \(Schema.requestOfEntry) = ?
        AND iif(json_valid(text), json_extract(text, '$.kind') = 'approved', 0)
      """, [.integer(request)]
    ) { row in
      guard AuditChain.hash(of: row.blob(0), after: row.text(2)) == row.text(1) else { return }
      given.remove(ApprovalWordKey(request: request, uid: row.integer(3), name: row.text(4), at: row.time(5)))
    }
    return given.isEmpty
  }

  /// Likewise the row of a change that was confirmed.
  func chainHasConfirmation(run: Int, task: String) throws(SQLiteError) -> Bool {
    try isAsTheChainHasIt(
      .confirmation(run: run, task: task),
      where: """
        iif(json_valid(text), json_extract(text, '$.kind') = 'confirmed' AND json_extract(text, '$.run') = ?
          AND json_extract(text, '$.task') = ?, 0)
        """, [.integer(run), .text(task)])
  }

  /// `condition`: about the columns of the table audit.
  private func isAsTheChainHasIt(
    _ subject: AuditSubject, where condition: String, _ values: [Value]
  ) throws(SQLiteError) -> Bool {
    let newest = try first(
      """
      SELECT text, hash, (SELECT hash FROM audit AS before WHERE before.entry = audit.entry - 1),
        iif(json_valid(text), json_extract(text, '$.rows'), '')
      FROM audit WHERE \(condition) ORDER BY entry DESC LIMIT 1
      """, values
    ) { row in (text: row.blob(0), hash: row.text(1), before: row.text(2), rows: row.optionalText(3)) }
    guard let newest, AuditChain.hash(of: newest.text, after: newest.before) == newest.hash else { return false }
    // An earlier maint noted none.
    guard let rows = newest.rows else { return true }
    return try subject.digest(in: self) == rows
  }
}
