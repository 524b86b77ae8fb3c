/// What an entry of the chain says, as far as it can be compared with rows.
struct AuditWords {
  let entry: Int
  let kind: AuditEntry.Kind
  let run: Int?
  /// Of the rows of a run.
  let digest: String?
  /// Of `subject`.
  let rows: String?
  let rowsBefore: String?
  /// The roles that have to sign the run; nil: it says nothing of them.
  let signOff: [String]?
  let subject: AuditSubject?
  /// Of an entry that tells of an approval.
  let approvalWord: ApprovalWordKey?
  /// What was there before the chain: the last number of each.
  let runsBefore: Int
  let exceptionsBefore: Int?
  let proofsBefore: Int?

  /// nil: the text is not of the form of an entry.
  init?(_ link: AuditLink, in connection: Connection) throws(SQLiteError) {
    let found = try connection.first(
      """
      SELECT json_extract(?1, '$.kind'), json_extract(?1, '$.run'), json_extract(?1, '$.digest'),
        json_extract(?1, '$.rows'), json_extract(?1, '$.rows_before'), json_extract(?1, '$.sign_off'),
        json_extract(?1, '$.runs_before'), json_extract(?1, '$.exceptions_before'),
        json_extract(?1, '$.proofs_before'), json_extract(?1, '$.request'), json_extract(?1, '$.incident'),
        json_extract(?1, '$.exception'), json_extract(?1, '$.proof'),
        coalesce(json_extract(?1, '$.first'), json_extract(?1, '$.message')), json_extract(?1, '$.task'),
        json_extract(?1, '$.role'), json_extract(?1, '$.uid'), json_extract(?1, '$.by'), json_extract(?1, '$.at')
      WHERE json_valid(?1)
      """, [.text(link.text)]
    ) { row in AuditWords(entry: link.entry, row) }
    guard let words = found ?? nil else { return nil }
    self = words
  }

  private init?(entry: Int, _ row: Statement) {
    guard let kind = AuditEntry.Kind(rawValue: row.text(0)) else { return nil }
    self.entry = entry
    self.kind = kind
    run = row.optionalInteger(1)
    digest = row.optionalText(2)
    rows = row.optionalText(3)
    rowsBefore = row.optionalText(4)
    signOff = row.optionalText(5).map { $0.split(separator: ",").map(String.init) }
    runsBefore = row.integer(6)
    exceptionsBefore = row.optionalInteger(7)
    proofsBefore = row.optionalInteger(8)
    subject = Self.subject(of: kind, run: run, row)
    approvalWord =
      kind == .approved
      ? ApprovalWordKey(request: row.integer(9), uid: row.integer(16), name: row.text(17), at: row.time(18)) : nil
  }

  private static func subject(of kind: AuditEntry.Kind, run: Int?, _ row: Statement) -> AuditSubject? {
    switch kind {
    case .approvalRequested, .approved, .rejected, .approvalVoided, .approvalProlonged, .approvalReplaced,
      .approvalUsed:
      .approval(row.integer(9))
    case .incidentOpened, .incidentNoted, .incidentLinked, .incidentResolved: .incident(row.integer(10))
    case .overrideGranted, .overrideClosed: .windowException(row.integer(11))
    case .proven: .proof(row.integer(12))
    case .acknowledged:
      row.optionalInteger(10).map(AuditSubject.incident) ?? .acknowledgement(ofMessage: row.integer(13))
    // An earlier maint told with one entry of all tasks of a run.
    case .resolved: run.flatMap { run in row.optionalText(14).map { .resolution(run: run, task: $0) } }
    case .confirmed: run.map { .confirmation(run: $0, task: row.text(14)) }
    case .signedOff: run.map { .signOff(run: $0, role: row.text(15)) }
    case .chainBegun, .runBegun, .runEnded, .recoveryBegun, .projectChanged, .backupPruned: nil
    }
  }
}
