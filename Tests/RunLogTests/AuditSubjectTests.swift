import Catalog
import Execution
import Planning
import Scheduling
import Testing

@testable import RunLog

/// Approvals, signatures, incidents and the like: what somebody changes of their rows is found.
@Suite struct AuditSubjectTests {
  private let folder = TemporaryFolder()
  private let anna = Actor(name: "anna", uid: 7)
  private let berta = Actor(name: "berta", uid: 8)

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite, by: anna) }

  @Test func eachValueHasAFormOfItsOwn() throws {
    var bytes: [UInt8] = []
    try open().connection.each(
      "SELECT 0, -50, 1000000, 9223372036854775807, -9223372036854775808, NULL, '12', '', 1.5, x'3132'"
    ) { row in
      for column in 0..<row.columnCount {
        row.appendPlainly(column, to: &bytes)
        bytes.append(UInt8(ascii: " "))
      }
    }
    let text = "0 -50 1000000 9223372036854775807 -9223372036854775808 - 2:12 0: 1.5 12 "
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  /// One of each kind, all of number 1 but for: the confirmation, the resolution and the missing signature of run 1, the
  /// message 2, which was acknowledged beside message 1.
  private func oneOfEach() throws -> RunLog {
    let log = try open()
    let daily = Fixture.name("daily.health")
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(), signOff: ["lead", "audit"])
    try log.write(
      [.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(Fixture.step(0, .change))
        + Fixture.ended(Fixture.step(0, .change)))
    #expect(
      try log.awaitConfirmation(
        run: 1, task: daily, since: Moment(wall: Fixture.time(50), monotonic: 50), for: .microseconds(9)))
    #expect(
      try log.confirm(run: 1, task: daily, word: .init(by: "anna", uid: 7, note: nil)) {
        Moment(wall: Fixture.time(51), monotonic: 51)
      })
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .rollbackFailed), at: Fixture.time(60)),
      .taskFinished(task: 1, TaskResult(outcome: .rollbackFailed), at: Fixture.time(60)),
      .runFinished(.humanNeeded, at: Fixture.time(61)),
    ])
    _ = try log.sign(1, as: "lead", SignOff.Word(by: berta, at: Fixture.time(65)))
    try log.resolve(run: 1, task: daily, by: anna, reason: "mended", now: Fixture.time(70))
    _ = try ask(log)
    #expect(try log.approve(1, demands: [0], by: berta, note: nil, at: Fixture.time(72))?.isNew == true)
    _ = try log.openWindow(
      WindowOverride(by: "ben", uid: 9, reason: "disk"), from: Fixture.time(80), to: Fixture.time(90))
    try log.add(proof)
    _ = try log.openIncident(NewIncident(title: "slow", level: .warning), at: Fixture.time(82))
    #expect(try log.note("no orders", kind: .impact, on: 1, at: Fixture.time(83)))
    #expect(try log.link(run: 1, to: 1, at: Fixture.time(84)))
    for key in ["a", "b", "c"] {
      var message = NewMessage(
        key: key, at: Fixture.time(85), level: .warning, kind: .issueEscalation, subject: key, text: "t",
        channels: ["x"])
      message.escalates = key == "b" ? 1 : nil
      #expect(try log.post(message))
    }
    #expect(try log.acknowledge(2, by: anna, note: nil, at: Fixture.time(86)) != nil)
    return log
  }

  private func ask(_ log: RunLog, at: Int64 = 71) throws -> ApprovalAnswer {
    let request = ApprovalRequest(
      project: "/etc/maint", task: Fixture.name("daily.health"), runbook: "health",
      subject: ApprovalSubject([ApprovalSubject.Part(.parameter, "release", "1")]),
      arguments: [("mode", "ü'\"\n")], demands: [ApprovalDemand(from: ["lead"])], expires: .microseconds(1_000),
      plan: "\u{FFFD}")
    return try log.approval(
      for: request, run: 1, by: anna, at: Fixture.time(at), takes: false, isEntitled: { _, _ in true }
    ) { _, _ in nil }
  }

  private var proof: ProofRecord {
    var proof = ProofRecord(
      kind: .drill, task: Fixture.name("daily.web"), runbook: "web", at: Fixture.time(81),
      basis: .init(
        project: "/p", runbookHash: "a", parameters: [], sourcesHash: "b", system: "c", version: "d"), points: 9,
      proven: 8)
    proof.rollbacks = [.seconds(1)]
    return proof
  }

  private static let health = AuditSubject.resolution(run: 1, task: "daily.health")
  private static let confirmed = AuditSubject.confirmation(run: 1, task: "daily.health")
  private static let lead = AuditSubject.signOff(run: 1, role: "lead")
  private static let audit = AuditSubject.signOff(run: 1, role: "audit")
  private static let acknowledged = AuditSubject.acknowledgement(ofMessage: 1)

  /// `isKnown`: an entry tells of it.
  static let changes: [(sql: String, subject: AuditSubject, isKnown: Bool)] = [
    ("INSERT INTO approval_word VALUES (1, 0, 99, 'eve', 73, NULL)", .approval(1), true),
    ("UPDATE approval_word SET note = 'x'", .approval(1), true),
    ("UPDATE approval SET expires_at = expires_at + 1", .approval(1), true),
    ("UPDATE approval_demand SET needed = 0", .approval(1), true),
    ("UPDATE approval_part SET value = '2'", .approval(1), true),
    // Both are shown alike.
    ("UPDATE approval SET plan = CAST(x'FF' AS TEXT)", .approval(1), true),
    ("DELETE FROM approval", .approval(1), true),
    (
      """
      INSERT INTO approval (project, task, runbook, run, requested_at, requested_by, requested_uid, expires_at, hash, plan)
      SELECT project, task, runbook, run, requested_at, requested_by, requested_uid, expires_at, hash, plan FROM approval
      """, .approval(2), false
    ),
    ("UPDATE window_exception SET ends_at = 999", .windowException(1), true),
    ("DELETE FROM window_exception", .windowException(1), true),
    (
      """
      INSERT INTO window_exception (reason, granted_by, granted_uid, starts_at, ends_at) VALUES ('r', 'anna', 7, 1, 99)
      """, .windowException(2), false
    ),
    ("UPDATE proof SET proven = 9", .proof(1), true), ("UPDATE drilled_rollback SET duration = 1", .proof(1), true),
    ("PRAGMA foreign_keys = OFF; UPDATE proof SET proof = 5; UPDATE drilled_rollback SET proof = 5", .proof(5), false),
    ("DELETE FROM drilled_rollback; DELETE FROM proof", .proof(1), true),
    ("UPDATE resolution SET reason = 'x'", health, true), ("DELETE FROM resolution", health, true),
    (
      "INSERT INTO resolution VALUES (1, 1, 'eve', 'mended', 70)", .resolution(run: 1, task: "daily.rotate"), false
    ),
    ("UPDATE confirmation SET confirmed_by = 'eve'", confirmed, true),
    ("UPDATE confirmation SET verdict = NULL", confirmed, true), ("DELETE FROM confirmation", confirmed, true),
    (
      """
      INSERT INTO confirmation SELECT run, 1, waits_since, deadline, deadline_monotonic, verdict, decided_at, confirmed_by,
        confirmed_uid, note FROM confirmation
      """, .confirmation(run: 1, task: "daily.rotate"), false
    ),
    ("UPDATE sign_off SET is_required = 0 WHERE role = 'lead'", lead, true),
    ("DELETE FROM sign_off WHERE role = 'audit'", audit, true),
    ("UPDATE sign_off SET is_required = 0 WHERE role = 'audit'", audit, true),
    ("UPDATE sign_off SET signed_at = 66, signed_by = 'eve', signed_uid = 9 WHERE role = 'audit'", audit, true),
    ("INSERT INTO sign_off VALUES (1, 'a', 1, NULL, NULL, NULL, NULL)", .signOff(run: 1, role: "a"), false),
    ("UPDATE incident SET title = 'fast'", .incident(1), true),
    ("UPDATE incident SET resolved_at = 90, resolved_by = 'eve', resolved_uid = 9", .incident(1), true),
    ("UPDATE incident_note SET text = 'all orders'", .incident(1), true),
    ("DELETE FROM incident_note", .incident(1), true), ("DELETE FROM incident_run", .incident(1), true),
    ("DELETE FROM incident", .incident(1), true),
    (
      "INSERT INTO incident (title, level, opened_at, opened_by, opened_uid) VALUES ('x', 'info', 1, 'eve', 9)",
      .incident(2), false
    ),
    // maint counts from 1: what was there before the chain has numbers from 1 too.
    (
      """
      INSERT INTO window_exception (exception, reason, granted_by, granted_uid, starts_at, ends_at)
      VALUES (0, 'r', 'anna', 7, 1, 99)
      """, .windowException(0), false
    ),
    (
      "PRAGMA foreign_keys = OFF; UPDATE proof SET proof = -1; UPDATE drilled_rollback SET proof = -1", .proof(-1),
      false
    ),
    (
      "PRAGMA foreign_keys = OFF; INSERT INTO sign_off VALUES (0, 'a', 1, NULL, NULL, NULL, NULL)",
      .signOff(run: 0, role: "a"), false
    ),
    // Parts of what is to come.
    (
      "PRAGMA foreign_keys = OFF; INSERT INTO approval_demand VALUES (2, 0, 'root', 1, 1)", .approval(2), false
    ),
    ("PRAGMA foreign_keys = OFF; INSERT INTO approval_part VALUES (2, 0, 'plan', 'a', 'b')", .approval(2), false),
    (
      "PRAGMA foreign_keys = OFF; INSERT INTO incident_note VALUES (2, 1, 1, 'cause', 'x', 'eve', 9)", .incident(2),
      false
    ),
    ("UPDATE message SET acknowledged_by = 'eve' WHERE message = 1", acknowledged, true),
    ("UPDATE message SET acknowledged_at = NULL WHERE message = 2", acknowledged, true),
    (
      "UPDATE message SET acknowledged_at = 86, acknowledged_by = 'eve' WHERE message = 3",
      .acknowledgement(ofMessage: 3), false
    ),
  ]

  @Test func nothingIsFoundInWhatMaintWrote() throws {
    let log = try oneOfEach()
    let check = try log.verifyAudit()
    #expect(check.finding == nil && check.subjects == 9)
    // Told to people and on its way: what of it could be compared is in the chain already.
    try log.connection.execute(
      "UPDATE message SET text = 'x', subject = 'y', waits_for_word = 0; UPDATE delivery SET outcome = 'sent'")
    #expect(try log.verifyAudit().finding == nil)
  }

  @Test(arguments: changes.indices) func whatWasChangedIsNamed(_ index: Int) throws {
    let change = Self.changes[index]
    let log = try oneOfEach()
    try log.connection.execute(change.sql)
    guard case .changedRows(change.subject, let entry) = try log.verifyAudit().finding else {
      Issue.record("\(change.sql): \(String(describing: try log.verifyAudit().finding))")
      return
    }
    #expect((entry != nil) == change.isKnown)
  }

  @Test(arguments: [
    // A run of before all others, and a task of a run that is not there: each would count as a success.
    "INSERT INTO run (run, arguments, project, user, host, version, pid, start_time, boot_id, started_at) "
      + "SELECT 0, arguments, project, user, host, version, pid, start_time, boot_id, started_at FROM run",
    "PRAGMA foreign_keys = OFF; INSERT INTO task (run, task, name, tier, runbook, started_at, finished_at, outcome) "
      + "VALUES (77, 0, 'daily.health', 'daily', 'health', 4, 8, 'succeeded')",
  ])
  func runsThatNobodyMadeAreFound(_ sql: String) throws {
    let log = try oneOfEach()
    try log.connection.execute(sql)
    let run: Int
    switch try log.verifyAudit().finding {
    case .unknownRun(let found), .taskWithoutRun(let found): run = found
    case let other:
      Issue.record("\(String(describing: other))")
      return
    }
    #expect(run == 0 || run == 77)
  }

  /// A column that nobody compares would be one that anybody can change.
  @Test(arguments: AuditSubject.Kind.allCases) func everyColumnIsCompared(_ kind: AuditSubject.Kind) throws {
    let log = try open()
    for table in kind.tables where table.name != "message" {
      var columns: [String] = []
      try log.connection.each("SELECT name FROM pragma_table_info(?) ORDER BY name", [.text(table.name)]) {
        columns.append($0.text(0))
      }
      #expect(table.columns.split { ", \n".contains($0) }.map(String.init).sorted() == columns)
    }
  }

  /// What maint adds to it does not make it true.
  @Test func aChangeIsFoundThoughMaintHasWrittenSince() throws {
    let log = try oneOfEach()
    try log.connection.execute("UPDATE incident SET level = 'info'")
    #expect(try log.note("x", kind: .note, on: 1, at: Fixture.time(95)))
    #expect(try log.resolveIncident(1, note: nil, at: Fixture.time(96)))
    // That somebody is at it, and that it is over, come after it.
    let noted = try #require(try log.auditHead()).entry - 2
    #expect(try log.verifyAudit().finding == .changedBefore(.incident(1), entry: noted))
  }

  @Test func whatWasPutThereForAnIncidentToComeIsFound() throws {
    let log = try oneOfEach()
    try log.connection.execute(
      "PRAGMA foreign_keys = OFF; INSERT INTO incident_note VALUES (2, 1, 9, 'note', 'not me', 'anna', 7)")
    #expect(try log.openIncident(NewIncident(title: "x", level: .info), at: Fixture.time(97)) == 2)
    let opened = try #require(try log.auditHead()).entry
    #expect(try log.verifyAudit().finding == .changedBefore(.incident(2), entry: opened))
  }

  // MARK: What is relied on is looked at first

  private func isAltered(_ answer: ApprovalAnswer) -> Bool {
    if case .altered = answer { true } else { false }
  }

  @Test(arguments: [
    "INSERT INTO approval_word VALUES (1, 0, 99, 'eve', 73, NULL)", "UPDATE approval_demand SET needed = 0",
    "UPDATE approval SET expires_at = 99999", "DELETE FROM audit WHERE text LIKE '%approval_requested%'",
    """
    INSERT INTO audit SELECT 99, replace(text, '"entry":', '"entry":9'), hash FROM audit WHERE text LIKE '%approval_req%';
    UPDATE approval_demand SET needed = 0;
    """,
  ])
  func whatSomebodyMadeUpLetsNoTaskBegin(_ sql: String) throws {
    let log = try open()
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    _ = try ask(log)
    try log.connection.execute(sql)
    #expect(isAltered(try ask(log, at: 74)))
    #expect(try log.approval(1)?.state(at: Fixture.time(74)) == .altered)
    // Nobody's true word makes it true.
    #expect(try log.approve(1, demands: [0], by: berta, note: nil, at: Fixture.time(75))?.isNew == false)
    #expect(try log.reject(1, by: berta, reason: "x", at: Fixture.time(75))?.isNew == false)
  }

  @Test func aRejectionThatWasTakenOutHolds() throws {
    let log = try open()
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    _ = try ask(log)
    #expect(try log.approve(1, demands: [0], by: berta, note: nil, at: Fixture.time(72))?.isNew == true)
    guard case .given = try ask(log, at: 73) else {
      Issue.record("it was approved")
      return
    }
    #expect(try log.reject(1, by: anna, reason: "no", at: Fixture.time(74))?.isNew == true)
    try log.connection.execute(
      "UPDATE approval SET outcome = NULL, ended_at = NULL, ended_by = NULL, ended_uid = NULL, reason = NULL")
    #expect(isAltered(try ask(log, at: 75)))
  }

  @Test func wordsThatWereThereBeforeTheRequestAreNobodys() throws {
    let log = try open()
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try log.connection.execute(
      "PRAGMA foreign_keys = OFF; INSERT INTO approval_word VALUES (1, 0, 99, 'eve', 1, NULL)")
    _ = try ask(log)
    #expect(try log.approval(1)?.words.isEmpty == true)
    #expect(try log.approval(1)?.state(at: Fixture.time(72)) == .waiting)
  }

  @Test func theEntriesAboutARequestAreLookedUp() throws {
    let log = try open()
    var plan: [String] = []
    try log.connection.each(
      """
      EXPLAIN QUERY PLAN SELECT text FROM audit WHERE \(Schema.isAboutRequest) AND \(Schema.requestOfEntry) = 1
      ORDER BY entry DESC LIMIT 1
      """
    ) { plan.append($0.text(3)) }
    #expect(plan == ["SEARCH audit USING INDEX audit_request (<expr>=?)"])
  }
}
