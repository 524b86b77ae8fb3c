/// What the chain says of approvals, incidents and the like, to be compared with their rows.
struct AuditedSubjects {
  /// What the chain says last of a subject.
  private struct Known {
    var entry: Int
    /// Of its rows; nil: they were written by an earlier maint, which noted none.
    var digest: String?
  }

  private var known: [AuditSubject: Known] = [:]
  private var approvals: Set<ApprovalWordKey> = []
  /// The roles that the tiers of a run ask for.
  private var roles: [Int: [String]] = [:]
  /// The first that somebody had changed when maint wrote about it.
  private var changedBefore: AuditCheck.Finding?
  /// What was there before the chain: the last number of each kind; nil: the chain was begun by an earlier maint, which did
  /// not say.
  private var (runsBefore, exceptionsBefore, proofsBefore): (Int, Int?, Int?) = (0, nil, nil)

  mutating func take(_ words: AuditWords) {
    switch (words.kind, words.run) {
    case (.chainBegun, _):
      (runsBefore, exceptionsBefore, proofsBefore) = (words.runsBefore, words.exceptionsBefore, words.proofsBefore)
    case (.runBegun, let run?):
      roles[run] = words.signOff
      for role in words.signOff ?? [] {
        let digest = AuditSubject.digestOfMissingSignature(run: run, role: role)
        known[.signOff(run: run, role: role)] = Known(entry: words.entry, digest: digest)
      }
    case (.runEnded, let run?):
      if words.signOff != nil { forgetMissingSignatures(of: run) }
    default: break
    }
    if let word = words.approvalWord { approvals.insert(word) }
    guard let subject = words.subject else { return }
    if changedBefore == nil, words.rows != nil, isOther(words.rowsBefore, subject) {
      changedBefore = .changedBefore(subject, entry: words.entry)
    }
    known[subject] = Known(entry: words.entry, digest: words.rows)
  }

  /// Nobody has to sign for it any more.
  private mutating func forgetMissingSignatures(of run: Int) {
    for role in roles[run] ?? [] {
      let (subject, missing) = (
        AuditSubject.signOff(run: run, role: role), AuditSubject.digestOfMissingSignature(run: run, role: role)
      )
      if known[subject]?.digest == missing { known[subject] = nil }
    }
  }

  /// Whether the rows that an entry found there are others than those of the entry before.
  private func isOther(_ before: String?, _ subject: AuditSubject) -> Bool {
    guard let last = known[subject] else { return before != nil && !isFromBefore(subject) }
    return last.digest.map { $0 != before } ?? false
  }

  /// Within a transaction; `schema`: the version of the run log's.
  func strange(
    in connection: Connection, schema: Int, compared: inout Int
  ) throws(SQLiteError) -> AuditCheck.Finding? {
    if let changedBefore { return changedBefore }
    for kind in AuditSubject.Kind.allCases where kind.schemaVersion <= schema {
      var rest = known.filter { $0.key.kind == kind }
      for subject in try AuditSubject.all(kind, in: connection) {
        guard let known = rest.removeValue(forKey: subject) else {
          if isFromBefore(subject) { continue }
          return .changedRows(subject, entry: nil)
        }
        guard let digest = known.digest else { continue }
        compared += 1
        if try subject.digest(in: connection) != digest { return .changedRows(subject, entry: known.entry) }
      }
      if let gone = rest.min(by: { $0.value.entry < $1.value.entry }) {
        return .changedRows(gone.key, entry: gone.value.entry)
      }
      if kind == .approval, let word = try untoldApproval(in: connection) {
        return .untoldApproval(request: word.request, by: word.name)
      }
    }
    return nil
  }

  /// The first approval that no entry tells of; the rows of a request may be those that its newest entry found.
  private func untoldApproval(in connection: Connection) throws(SQLiteError) -> ApprovalWordKey? {
    var found: ApprovalWordKey?
    _ = try connection.eachWhile(
      "SELECT request, uid, name, at FROM approval_word ORDER BY request, at, uid, demand"
    ) { row in
      let word = ApprovalWordKey(row)
      if approvals.contains(word) { return true }
      found = word
      return false
    }
    return found
  }

  /// Whether it was there before the chain, or an earlier maint wrote it, which told the chain nothing of it.
  private func isFromBefore(_ subject: AuditSubject) -> Bool {
    // maint counts from 1.
    if subject.number < 1 { return false }
    return switch subject.kind {
    case .windowException: exceptionsBefore.map { subject.number <= $0 } ?? true
    case .proof: proofsBefore.map { subject.number <= $0 } ?? true
    case .resolution, .signOff: subject.number <= runsBefore || proofsBefore == nil
    case .confirmation: subject.number <= runsBefore
    case .approval, .incident, .acknowledgement: false
    }
  }
}
