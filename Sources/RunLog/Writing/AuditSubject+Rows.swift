import Hashing

/// The rows of a subject, and their digest.
extension AuditSubject {
  /// 64 hexadecimal digits; nil: there is no row. Within a transaction.
  func digest(in connection: Connection) throws(SQLiteError) -> String? {
    try RowDigest.of(kind.tables, kind.isNamed ? [.integer(number), .text(name)] : [.integer(number)], in: connection)
  }

  /// The same without the row of the subject itself.
  func digestOfParts(in connection: Connection) throws(SQLiteError) -> String? {
    try RowDigest.of(Array(kind.tables.dropFirst()), [.integer(number)], in: connection)
  }

  /// Of the row of a signature that is asked for and not given.
  static func digestOfMissingSignature(run: Int, role: String) -> String {
    Digest.hexadecimal(of: Array("sign_off \(run) \(role.utf8.count):\(role) 1 - - - -\n".utf8))
  }

  /// Those of a kind that have rows, by their numbers and names.
  static func all(_ kind: Kind, in connection: Connection) throws(SQLiteError) -> [AuditSubject] {
    var found: [AuditSubject] = []
    try connection.each("SELECT \(kind.keys) ORDER BY 1, 2") { row in
      found.append(AuditSubject(kind, stored: row.integer(0), row.optionalText(1)))
    }
    return found
  }
}

extension AuditSubject.Kind {
  /// Their columns are all that the tables have, but for `message`, of which the rest is on its way: AuditSubjectTests.
  var tables: [RowDigest.Table] {
    func table(_ name: String, _ columns: String, _ condition: String, order: String) -> RowDigest.Table {
      RowDigest.Table(name: name, columns: columns, condition: condition, order: order)
    }
    switch self {
    case .approval:
      return [
        table(
          "approval",
          """
          request, project, task, runbook, run, requested_at, requested_by, requested_uid, expires_at, hash, plan,
          outcome, ended_at, ended_by, ended_uid, reason, used_by, replaced_by
          """, "request = ?", order: "request"),
        table("approval_part", "request, position, kind, name, value", "request = ?", order: "position"),
        table("approval_demand", "request, demand, approvers, needed, allows_self", "request = ?", order: "demand"),
        table("approval_word", "request, demand, uid, name, at, note", "request = ?", order: "demand, uid"),
      ]
    case .windowException:
      let columns = "exception, run, reason, granted_by, granted_uid, starts_at, ends_at, closed_at, closed_by"
      return [table("window_exception", columns, "exception = ?", order: "exception")]
    case .proof:
      return [
        table(
          "proof",
          """
          proof, kind, task, runbook, at, runbook_hash, parameters, sources_hash, system, version, points, proven, run,
          project, replaced, skipped, changes_hash
          """, "proof = ?", order: "proof"),
        table("drilled_rollback", "proof, position, duration", "proof = ?", order: "position"),
      ]
    case .resolution:
      return [table("resolution", "run, task, resolved_by, reason, resolved_at", Self.ofTask, order: "task")]
    case .confirmation:
      let columns =
        "run, task, waits_since, deadline, deadline_monotonic, verdict, decided_at, confirmed_by, confirmed_uid, note"
      return [table("confirmation", columns, "\(Self.ofTask) AND verdict = 'confirmed'", order: "task")]
    case .signOff:
      let columns = "run, role, is_required, signed_at, signed_by, signed_uid, note"
      return [table("sign_off", columns, "run = ? AND role = ?", order: "role")]
    case .incident:
      return [
        table(
          "incident",
          """
          incident, title, level, opened_at, opened_by, opened_uid, opened_by_run, acknowledged_at, acknowledged_by,
          acknowledged_uid, resolved_at, resolved_by, resolved_uid
          """, "incident = ?", order: "incident"),
        table("incident_note", "incident, note, at, kind, text, noted_by, noted_uid", "incident = ?", order: "note"),
        table("incident_run", "incident, run, linked_at, linked_by, linked_uid", "incident = ?", order: "run"),
      ]
    case .acknowledgement:
      let condition = "coalesce(escalates, message) = ? AND acknowledged_at IS NOT NULL"
      return [table("message", "message, acknowledged_at, acknowledged_by, note", condition, order: "message")]
    }
  }

  private static let ofTask = "run = ?1 AND task = (SELECT task FROM task WHERE task.run = ?1 AND task.name = ?2)"

  /// The numbers and names of those that are there. What belongs to no task that is there has another name than any.
  fileprivate var keys: String {
    switch self {
    case .approval:
      """
      request, NULL FROM approval UNION SELECT request, NULL FROM approval_part
      UNION SELECT request, NULL FROM approval_demand UNION SELECT request, NULL FROM approval_word
      """
    case .windowException: "exception, NULL FROM window_exception"
    case .proof: "proof, NULL FROM proof UNION SELECT proof, NULL FROM drilled_rollback"
    case .resolution: "resolution.run, coalesce(name, '') FROM resolution LEFT JOIN task USING (run, task)"
    case .confirmation:
      "confirmation.run, coalesce(name, '') FROM confirmation LEFT JOIN task USING (run, task) WHERE verdict = 'confirmed'"
    case .signOff: "run, role FROM sign_off"
    case .incident:
      """
      incident, NULL FROM incident UNION SELECT incident, NULL FROM incident_note
      UNION SELECT incident, NULL FROM incident_run
      """
    case .acknowledgement:
      "DISTINCT coalesce(escalates, message), NULL FROM message WHERE acknowledged_at IS NOT NULL"
    }
  }
}
