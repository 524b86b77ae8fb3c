import Catalog
import Hashing
import Planning
import Scheduling

/// Requests for approval: each word of them is in the chain, and each request in the outbox, or in neither.
extension RunLog {
  /// Whether a task of a run may begin; where nobody was asked yet, or for something else, asks now. Synced.
  ///
  /// `takes`: the run begins the task with it, if it is given. `asksAnew`: a rejection is not the last word, and what another
  /// asked for and waits is asked for in this one's name. `isEntitled`:
  /// whether a user's word counts for a demand now. `former`: requests that count no more, and why; they end where a new one is
  /// made. `message` makes what the approvers are told of a new request, from its
  /// record and what it stands in place of.
  package func approval(
    for request: ApprovalRequest, run: Int, by actor: Actor, at now: Timestamp, takes: Bool, asksAnew: Bool = false,
    isEntitled: (Actor, ApprovalDemand) -> Bool, former: [(request: Int, why: String)] = [],
    message: (ApprovalRecord, _ instead: (request: Int, why: String)?) -> NewMessage?
  ) throws(RunLogFailure) -> ApprovalAnswer {
    try synced { () throws(SQLiteError) -> ApprovalAnswer in
      let history = try readApprovalHistory(of: request.task, in: request.project).counting(isEntitled)
      let found = history.finding(for: request, at: now)
      let given = found?.standing == .given ? found?.record : nil
      // What the run goes on with comes before what others have asked for since, but for what was refused to them.
      let own = found?.standing == .rejected ? nil : try ownApproval(for: request, run: run, at: now, isEntitled)
      if let record = own ?? given {
        if takes { try use(record, run: run, by: actor, at: now) }
        return .given(record)
      }
      for record in history.records where record.state(at: now) == .expired && record.ending == nil {
        try expire(record, by: actor, at: now)
      }
      var why: String?
      switch found?.standing {
      case .waits?:
        if let record = found?.record {
          // Who asked cannot approve it: another one who asks takes his place.
          guard asksAnew, record.requestedBy.uid != actor.uid else { return .waits(record) }
          why = "\(actor.name) asked for it anew"
          try end(record, .voided, reason: why ?? "", by: actor, at: now)
        }
      case .rejected?: if let record = found?.record, !asksAnew { return .rejected(record) }
      // What is not true does not become so by its end: it stays as it is.
      case .altered?: if let record = found?.record, !asksAnew { return .altered(record) }
      case .changed(let differences)?:
        why = differences.joined(separator: "; ")
        if let record = found?.record, record.isOpen(at: now) {
          try end(record, .voided, reason: why ?? "", by: actor, at: now)
        }
      case .expired?: why = found?.record.ending?.reason ?? found.map { Self.whyExpired($0.record, at: now) }
      case .given?, .over?, nil: break
      }
      for (number, why) in former {
        guard let record = try readApproval(number), record.isOpen(at: now) else { continue }
        try end(record, .voided, reason: why, by: actor, at: now)
      }
      let last = found?.record.number ?? former.last?.request
      why = why ?? (found == nil ? former.last?.why : nil)
      let record = try insert(request, run: run, by: actor, at: now, instead: last, why)
      if let found, found.standing == .rejected { try replace(found.record, by: record, actor, at: now) }
      let instead = why.flatMap { why in last.map { (request: $0, why: why) } }
      if let message = message(record, instead) { try connection.post(message) }
      return .requested(record, instead: instead)
    }
  }

  /// What one of the runs that this one goes on with began the task by.
  private func ownApproval(
    for request: ApprovalRequest, run: Int, at now: Timestamp, _ isEntitled: (Actor, ApprovalDemand) -> Bool
  ) throws(SQLiteError) -> ApprovalRecord? {
    let runs = try runsBefore(run)
    guard runs.count > 1 else { return nil }
    for earlier in runs.sorted(by: >) {
      let own = try readApproval(of: request.task, in: request.project, usedBy: earlier)?.counting(isEntitled)
      if let own, own.standing(for: request.subject, at: now, runs: runs) == .given { return own }
    }
    return nil
  }

  /// Notes that somebody approves it, for these of its demands. What is not open any more, and what he has said before,
  /// stays as it is. Gives the record as it is then, and whether his word is new. `end`: up to when it counts now, where that is
  /// later than it was. `message`: what people are told of that, from the records before and after it. Synced.
  package func approve(
    _ number: Int, demands: [Int], by actor: Actor, note: String?, at now: Timestamp, until end: Timestamp? = nil,
    message: (_ before: ApprovalRecord, _ after: ApprovalRecord) -> NewMessage? = { _, _ in nil }
  ) throws(RunLogFailure) -> (record: ApprovalRecord, isNew: Bool)? {
    try synced { () throws(SQLiteError) -> (record: ApprovalRecord, isNew: Bool)? in
      guard let record = try readApproval(number) else { return nil }
      guard record.isOpen(at: now) else { return (record, false) }
      let isNew = try connection.change(.approval(number)) { () throws(SQLiteError) in
        var isNew = false
        for demand in demands {
          try connection.run(
            """
            INSERT INTO approval_word (request, demand, uid, name, at, note) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
              .integer(number), .integer(demand), .integer(actor.uid), .text(actor.name), .time(now), .optional(note),
            ])
          isNew = connection.changes > 0 || isNew
        }
        guard isNew else { return nil }
        var details = record.details + Self.detail("note", note)
        if let end, end > record.expiresAt {
          try connection.run(
            "UPDATE approval SET expires_at = ? WHERE request = ?", [.time(end), .integer(number)])
          details.append(("expires_at", .integer(Int(end.microseconds))))
        }
        return AuditEntry(.approved, at: now, by: actor, details: details)
      }
      let after = try readApproval(number) ?? record
      if isNew, let message = message(record, after) { try connection.post(message) }
      return (after, isNew)
    }
  }

  /// Notes that somebody refuses it. Gives the record as it is then, and whether that is new. `message`: what people are told
  /// of it. Synced.
  package func reject(
    _ number: Int, by actor: Actor, reason: String, at now: Timestamp,
    message: (ApprovalRecord) -> NewMessage? = { _ in nil }
  ) throws(RunLogFailure) -> (record: ApprovalRecord, isNew: Bool)? {
    try synced { () throws(SQLiteError) -> (record: ApprovalRecord, isNew: Bool)? in
      guard let record = try readApproval(number) else { return nil }
      guard record.isOpen(at: now) else { return (record, false) }
      try end(record, .rejected, reason: reason, by: actor, at: now)
      let after = try readApproval(number) ?? record
      if let message = message(after) { try connection.post(message) }
      return (after, true)
    }
  }

  /// Notes that its time is up, once that was seen: no clock that is set back makes it count again. Synced.
  package func expireApproval(_ number: Int, by actor: Actor, at now: Timestamp) throws(RunLogFailure) {
    try synced { () throws(SQLiteError) in
      guard let record = try readApproval(number), record.ending == nil, record.state(at: now) == .expired else {
        return
      }
      try expire(record, by: actor, at: now)
    }
  }

  /// Ends it where no run asks for it any more. `message`: what people are told of that. Synced.
  package func voidApproval(
    _ number: Int, because reason: String, by actor: Actor, at now: Timestamp, message: NewMessage?
  ) throws(RunLogFailure) {
    try synced { () throws(SQLiteError) in
      guard let record = try readApproval(number), record.isOpen(at: now) else { return }
      try end(record, .voided, reason: reason, by: actor, at: now)
      if let message { try connection.post(message) }
    }
  }

  /// Lets it count for longer, whether it waits or is approved, as what it waits for comes later than when it was asked for. Synced.
  package func prolongApproval(
    _ number: Int, until end: Timestamp, because reason: String, by actor: Actor, at now: Timestamp
  ) throws(RunLogFailure) {
    try synced { () throws(SQLiteError) in
      guard let record = try readApproval(number), record.isOpen(at: now), end > record.expiresAt else { return }
      try connection.change(.approval(number)) { () throws(SQLiteError) in
        try connection.run("UPDATE approval SET expires_at = ? WHERE request = ?", [.time(end), .integer(number)])
        return AuditEntry(
          .approvalProlonged, at: now, by: actor,
          details: record.details + [("expires_at", .integer(Int(end.microseconds)))] + Self.detail("because", reason))
      }
    }
  }

  private static let timeIsUp = "its time was up"

  private static func whyExpired(_ record: ApprovalRecord, at now: Timestamp) -> String {
    record.isAhead(of: now) ? "it was made by a clock that was ahead and has been set back since" : timeIsUp
  }

  private func expire(_ record: ApprovalRecord, by actor: Actor, at now: Timestamp) throws(SQLiteError) {
    try end(record, .expired, reason: Self.whyExpired(record, at: now), by: actor, at: now)
  }

  /// Somebody asked for it anew, by another request.
  private func replace(
    _ record: ApprovalRecord, by other: ApprovalRecord, _ actor: Actor, at now: Timestamp
  ) throws(SQLiteError) {
    try connection.change(.approval(record.number)) { () throws(SQLiteError) in
      try connection.run(
        "UPDATE approval SET replaced_by = ? WHERE request = ?", [.integer(other.number), .integer(record.number)])
      return AuditEntry(
        .approvalReplaced, at: now, by: actor, details: record.details + [("replaced_by", .integer(other.number))])
    }
  }

  private func insert(
    _ request: ApprovalRequest, run: Int, by actor: Actor, at now: Timestamp, instead: Int?, _ why: String?
  ) throws(SQLiteError) -> ApprovalRecord {
    try connection.run(
      """
      INSERT INTO approval (project, task, runbook, run, requested_at, requested_by, requested_uid, expires_at, hash, plan)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(request.project), .text(request.task.description), .text(request.runbook), .integer(run), .time(now),
        .text(actor.name), .integer(actor.uid), .time(now + request.expires), .text(request.subject.hash),
        .text(request.plan),
      ])
    let number = connection.lastRow
    // What somebody put there for one that was not yet is nobody's word.
    try connection.run("DELETE FROM approval_word WHERE request = ?", [.integer(number)])
    for (position, part) in request.subject.parts.enumerated() {
      try connection.run(
        "INSERT INTO approval_part (request, position, kind, name, value) VALUES (?, ?, ?, ?, ?)",
        [.integer(number), .integer(position), .text(part.kind.rawValue), .text(part.name), .text(part.value)])
    }
    for (position, demand) in request.demands.enumerated() {
      try connection.run(
        "INSERT INTO approval_demand (request, demand, approvers, needed, allows_self) VALUES (?, ?, ?, ?, ?)",
        [
          .integer(number), .integer(position), .text(demand.from.joined(separator: ",")), .integer(demand.needed),
          .truth(demand.allowsSelf),
        ])
    }
    guard let record = try readApproval(number) else { throw .damaged("request \(number) is gone") }
    // Before the chain says that it is so.
    guard record.subject == request.subject, record.demands == request.demands, record.words.isEmpty else {
      throw .damaged("request \(number) is not as it was written")
    }
    let of = ApprovalDemand.words(request.demands)
    let place = instead.map { [(name: "instead_of", value: AuditEntry.Detail.integer($0))] } ?? []
    try connection.append(
      AuditEntry(
        .approvalRequested, at: now, by: actor, run: run,
        details: record.details + Self.detail("of", of) + place + Self.detail("because", why)),
      about: .approval(number), before: nil)
    // Only now does the chain have it.
    return try readApproval(number) ?? record
  }

  private func end(
    _ record: ApprovalRecord, _ kind: ApprovalRecord.Ending.Kind, reason: String, by actor: Actor, at now: Timestamp
  ) throws(SQLiteError) {
    try connection.change(.approval(record.number)) { () throws(SQLiteError) in
      try connection.run(
        "UPDATE approval SET outcome = ?, ended_at = ?, ended_by = ?, ended_uid = ?, reason = ? WHERE request = ?",
        [
          .text(kind.rawValue), .time(now), .text(actor.name), .integer(actor.uid), .text(reason),
          .integer(record.number),
        ])
      return AuditEntry(
        kind == .rejected ? .rejected : .approvalVoided, at: now, by: actor,
        details: record.details + Self.detail("reason", reason))
    }
  }

  private func use(_ record: ApprovalRecord, run: Int, by actor: Actor, at now: Timestamp) throws(SQLiteError) {
    // A run that goes on with one that has used it up takes nothing more.
    if record.usedBy == run || record.isSpent { return }
    try connection.change(.approval(record.number)) { () throws(SQLiteError) in
      try connection.run(
        "UPDATE approval SET used_by = ? WHERE request = ?", [.integer(run), .integer(record.number)])
      return AuditEntry(.approvalUsed, at: now, by: actor, run: run, details: record.details)
    }
  }

  /// The run, that which it goes on with, and so on.
  private func runsBefore(_ run: Int) throws(SQLiteError) -> Set<Int> {
    var runs: Set<Int> = []
    try connection.each(
      """
      WITH RECURSIVE earlier (number) AS (
        VALUES (?) UNION SELECT resumes FROM earlier JOIN run ON run.run = number WHERE resumes IS NOT NULL
      )
      SELECT number FROM earlier
      """, [.integer(run)]
    ) { runs.insert($0.integer(0)) }
    return runs
  }

  private static func detail(_ name: String, _ text: String?) -> [(name: String, value: AuditEntry.Detail)] {
    text.map { [(name, .text($0))] } ?? []
  }
}

extension ApprovalRecord {
  fileprivate var details: [(name: String, value: AuditEntry.Detail)] {
    [("request", .integer(number)), ("task", .text(task.description)), ("approved_hash", .text(hash))]
  }
}

extension ApprovalSubject {
  /// SHA-256, in hexadecimal digits.
  package var hash: String { Digest.hexadecimal(of: Array(text.utf8)) }
}
