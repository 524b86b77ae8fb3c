import CSQLite
import Catalog
import Execution
import Foundation
import Hashing
import Scheduling
import Testing

@testable import RunLog

/// What the chain holds, and what a look at it finds when somebody changed the database.
@Suite struct AuditTests {
  let folder = TemporaryFolder()
  static let anna = Actor(name: "anna", uid: 7)

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite, by: Self.anna) }

  /// Entry 1 begins the chain; 2 and 3 are of run 1, 4 and 5 of run 2, which has a step and whose signature is 6; 7 and 8
  /// are of run 3.
  private func threeRuns() throws -> RunLog {
    let log = try open()
    try log.record("daily.health", .succeeded, run: .succeeded)
    try recordFailure(log)
    _ = try log.sign(2, as: "lead", SignOff.Word(by: Self.anna, at: Fixture.time(80), note: "seen\u{FFFD}"))
    try log.record("daily.health", .succeeded, run: .succeeded)
    return log
  }

  private func recordFailure(_ log: RunLog) throws {
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.rotate"]))
    let step = Fixture.step()
    try log.write(
      [.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(step) + Fixture.ended(step, .failed) + [
        .taskFinished(
          task: 0, TaskResult(outcome: .failed, failedStep: step, reason: "no"), at: Fixture.time(50)),
        .runFinished(.failed, at: Fixture.time(51)),
      ])
  }

  private func texts(_ log: RunLog) throws -> [String] {
    var texts: [String] = []
    try log.eachAuditLink { texts.append($0.text) }
    return texts
  }

  // MARK: What is written

  @Test func runsSignaturesAndOverridesAreEntries() throws {
    let log = try threeRuns()
    _ = try log.openWindow(
      WindowOverride(by: "ben", uid: 8, reason: "disk"), from: Fixture.time(90), to: Fixture.time(95))
    _ = try log.closeWindows(by: Self.anna, at: Fixture.time(92))
    let texts = try texts(log)
    #expect(
      texts[0].hasSuffix(
        #""kind":"chain_begun","by":"anna","uid":7,"runs_before":0,"exceptions_before":0,"proofs_before":0}"#))
    #expect(
      texts[1] == #"{"entry":2,"at":1,"kind":"run_begun","by":"anna","uid":7,"run":1,"targets":"daily weekly.audit","#
        + #""tasks":1,"host":"web1","project":"/etc/maint"}"#)
    let digest = try log.reading { () throws(SQLiteError) in try RunDigest.of(1, in: log.connection) }
    #expect(
      texts[2] == #"{"entry":3,"at":51,"kind":"run_ended","by":"anna","uid":7,"run":1,"outcome":"succeeded","#
        + #""digest":"\#(digest)"}"#)
    #expect(
      texts[5].contains(
        #""kind":"signed_off","by":"anna","uid":7,"run":2,"role":"lead","note":"seen\#u{FFFD}","digest":""#))
    // As by hand: the rows as they are kept, and their digest.
    let row = "window_exception 1 - 4:disk 3:ben 8 90 95"
    let (before, after) = (sha256("\(row) - -\n"), sha256("\(row) 92 4:anna\n"))
    #expect(
      texts[8] == #"{"entry":9,"at":90,"kind":"override_granted","by":"ben","uid":8,"exception":1,"reason":"disk","#
        + #""until":95,"rows":"\#(before)"}"#)
    #expect(
      texts[9] == #"{"entry":10,"at":92,"kind":"override_closed","by":"anna","uid":7,"exception":1,"#
        + #""rows_before":"\#(before)","rows":"\#(after)"}"#)
    let check = try log.verifyAudit()
    #expect(check.finding == nil && check.entries == 10 && check.runs == 3)
    #expect(try log.auditHead()?.hash == check.head?.hash)
  }

  private func sha256(_ text: String) -> String { Digest.hexadecimal(of: Array(text.utf8)) }

  @Test func theHashIsThatOfTheLineBeforeAndTheText() {
    #expect(
      AuditChain.hash(of: Array(#"{"entry":1}"#.utf8), after: AuditChain.beginning)
        == "73719ff8806e89fc62244fdd2da70c6c8d8df4b506bc0ff293625cc6d71f59cb")
  }

  @Test func aTextOfAnyCharactersStaysOneLineOfJSON() throws {
    let odd = "a\"b\\c\n\t\u{1}\u{7F}ü😀"
    let entry = AuditEntry(
      .resolved, at: Fixture.time(1), by: Actor(name: odd, uid: 1), run: 2,
      details: [("note", .text(odd)), ("files", .fields(["b": nil, "a": odd]))])
    let text = entry.text(entry: 3)
    #expect(!text.contains("\n"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["by"] as? String == odd && object["note"] as? String == odd)
    #expect((object["files"] as? [String: Any])?["a"] as? String == odd)
    #expect(text.contains(#""files":{"a":"#))
  }

  @Test func aChangedProjectIsNamedFileByFile() throws {
    let log = try open()
    var text = ProjectText(files: [
      .init(path: "schedules/a.yaml", bytes: Array("a".utf8)), .init(path: "runbooks/b.yaml", bytes: Array("b".utf8)),
      .init(path: "runbooks/c.yaml", bytes: Array("c".utf8)),
    ])
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: text)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: text)
    // In the order of their paths.
    text.files[0].bytes = Array("a".utf8)
    text.files.remove(at: 1)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: text)
    let changes = try texts(log).filter { $0.contains("project_changed") }
    let a = Digest.hexadecimal(of: Array("a".utf8))
    #expect(changes.count == 2)
    #expect(changes[0].contains(#""run":1,"version":1,"files":{"runbooks/b.yaml":""#))
    #expect(
      changes[1].hasSuffix(#""run":3,"version":2,"files":{"runbooks/b.yaml":"\#(a)","runbooks/c.yaml":null}}"#))
  }

  /// What its steps read in belongs to it; what a run is recovered by has its texts alone.
  @Test func aChangedFileThatIsReadInIsNamed() throws {
    let log = try open()
    let own = ProjectText(files: [.init(path: "runbooks/b.yaml", bytes: Array("b".utf8))])
    var text = own
    #expect(try log.sourced(of: own) == nil)
    text.sourced = ["/lib/z.sh": .text("00ff"), "/lib/a.sh": .missing, "/lib/f": .unreadable]
    for state in [SourcedState.text("00ff"), .text("00ff"), .text("0123"), .missing] {
      text.sourced["/lib/z.sh"] = state
      _ = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: text)
      #expect(try log.sourced(of: own) == text.sourced)
    }
    #expect(try log.sourced(of: ProjectText()) == nil)
    #expect(try log.projectText(of: 4) == own)
    let changes = try texts(log).filter { $0.contains("project_changed") }
    #expect(changes.count == 3)
    #expect(
      changes[0].contains(#""files":{"/lib/a.sh":null,"/lib/f":"unreadable","/lib/z.sh":"00ff","runbooks/b.yaml":""#))
    #expect(changes[1].hasSuffix(#""files":{"/lib/z.sh":"0123"}}"#))
    #expect(changes[2].hasSuffix(#""files":{"/lib/z.sh":null}}"#))
  }

  /// Runs of years ago are compared with it.
  @Test func theFormOfTheDigestNeverChanges() throws {
    let log = try open()
    try recordFailure(log)
    let arguments = #"["run","daily","--set","a=\"b\" 'c' ü"]"#
    let rows = [
      "run 1 \(arguments.utf8.count):\(arguments) 10:/etc/maint 4:anna 4:web1 3:1.0 1 51 6:failed 1 - - - -",
      "task 0 12:daily.rotate 6:rotate 10 50 6:failed 0 0 1 2:no 0",
      "parameter 0 0 3:dir 8:/var/log", "parameter 0 1 4:days 0:", "parameter 0 2 4:mode 5:ü'\"\n",
      "step 0 1 8:precheck 0 0 6:step 0 1:: 20 41 6:failed -", "attempt 0 1 1 21 40 6:failed 0 - -", "",
    ]
    let digest = try log.reading { () throws(SQLiteError) in try RunDigest.of(1, in: log.connection) }
    #expect(digest == Digest.hexadecimal(of: Array(rows.joined(separator: "\n").utf8)))
  }

  @Test func whatChangesAfterTheEndOfARunIsNotInItsDigest() throws {
    let log = try threeRuns()
    try log.forgetSeal(run: 2, task: Fixture.name("daily.rotate"))
    try log.connection.execute(
      "UPDATE run SET finished_boottime = 9; UPDATE task SET seal_checksum = 'x'; DELETE FROM output; DELETE FROM sample"
    )
    #expect(try log.verifyAudit().finding == nil)
  }

  // MARK: What is found

  typealias Finding = AuditCheck.Finding
  private static let lead = AuditSubject.signOff(run: 2, role: "lead")

  static let changes: [(sql: String, finding: Finding?)] = [
    ("UPDATE audit SET text = replace(text, 'anna', 'bert') WHERE entry = 4", .changed(4)),
    ("UPDATE audit SET hash = iif(substr(hash, 1, 1) = '0', '1', '0') || substr(hash, 2) WHERE entry = 4", .changed(4)),
    ("UPDATE audit SET text = 'nonsense' WHERE entry = 4", .changed(4)),
    ("DELETE FROM audit WHERE entry = 1", .missing(1...1)),
    ("DELETE FROM audit WHERE entry = 4", .missing(4...4)),
    ("DELETE FROM audit WHERE entry IN (4, 5, 6)", .missing(4...6)),
    ("DELETE FROM audit", .empty),
    // The last: its run has ended, and nothing says so.
    ("DELETE FROM audit WHERE entry = 8", .unknownEnd(ofRun: 3, entry: 7)),
    ("DELETE FROM audit WHERE entry > 6", .unknownRun(3)),
    (
      "DELETE FROM audit WHERE entry > 5; DELETE FROM run WHERE run = 3",
      .changedRows(lead, entry: nil)
    ),
    ("INSERT INTO audit SELECT 9, text, hash FROM audit WHERE entry = 8", .changed(9)),
    ("INSERT INTO audit SELECT 0, text, hash FROM audit WHERE entry = 8", .changed(0)),
    ("INSERT INTO audit SELECT 20, text, hash FROM audit WHERE entry = 8", .missing(9...19)),
    (
      """
      UPDATE audit SET entry = -entry WHERE entry >= 5;
      UPDATE audit SET entry = 1 - entry WHERE entry < 0;
      INSERT INTO audit SELECT 5, text, hash FROM audit WHERE entry = 4
      """, .changed(5)
    ),
    (
      """
      UPDATE audit SET entry = -entry WHERE entry IN (4, 5);
      UPDATE audit SET entry = 9 + entry WHERE entry < 0
      """, .changed(4)
    ),
    ("UPDATE task SET outcome = 'succeeded' WHERE run = 2", .changedRun(2, entry: 5)),
    ("UPDATE task SET started_at = 11 WHERE run = 2", .changedRun(2, entry: 5)),
    ("UPDATE step SET script = 'rm -rf /' WHERE run = 2", .changedRun(2, entry: 5)),
    ("UPDATE attempt SET exit_code = 1 WHERE run = 2", .changedRun(2, entry: 5)),
    ("UPDATE parameter SET value = '/' WHERE run = 2 AND name = 'dir'", .changedRun(2, entry: 5)),
    ("UPDATE run SET user = 'eve' WHERE run = 1", .changedRun(1, entry: 3)),
    ("UPDATE run SET outcome = NULL WHERE run = 3", .changedRun(3, entry: 8)),
    ("DELETE FROM step WHERE run = 2", .changedRun(2, entry: 5)),
    ("DELETE FROM task WHERE run = 2", .changedRun(2, entry: 5)),
    ("DELETE FROM run WHERE run = 2", .missingRun(2, entry: 5)),
    ("DELETE FROM run WHERE run IN (1, 2); UPDATE task SET outcome = 'failed' WHERE run = 3", .missingRun(1, entry: 3)),
    (
      """
      INSERT INTO run (arguments, project, user, host, version, pid, start_time, boot_id, started_at)
      VALUES ('[]', '/p', 'u', 'h', '1', 1, 2, 'b', 3)
      """, .unknownRun(4)
    ),
    ("UPDATE sign_off SET signed_by = 'eve'", .changedRows(lead, entry: 6)),
    ("UPDATE sign_off SET note = NULL", .changedRows(lead, entry: 6)),
    ("UPDATE sign_off SET signed_at = NULL", .changedRows(lead, entry: 6)),
    ("DELETE FROM sign_off", .changedRows(lead, entry: 6)),
    (
      "INSERT INTO sign_off VALUES (1, 'lead', 0, 9, 'anna', 7, NULL)",
      .changedRows(.signOff(run: 1, role: "lead"), entry: nil)
    ),
    // What is thinned out proves nothing.
    ("DELETE FROM output", nil),
    // Both are shown alike: the mark in place of what is no UTF-8.
    (
      "UPDATE audit SET text = replace(text, char(0xFFFD), CAST(x'FF' AS TEXT)) WHERE entry = 6", .changed(6)
    ),
  ]

  @Test(arguments: changes) func theFirstThatWasChangedIsFound(_ sql: String, _ finding: Finding?) throws {
    let log = try threeRuns()
    let head = try #require(try log.auditHead()?.hash)
    #expect(try log.verifyAudit(head: head).finding == nil)
    try log.connection.execute(sql)
    let check = try log.verifyAudit()
    #expect(check.finding == finding)
    if case .changed(let entry) = finding { #expect(check.entries == max(0, entry - 1)) }
  }

  /// With root's rights all of it can be made anew: what went out before tells.
  @Test func aChainThatWasWrittenAnewIsFoundByAHashFromBefore() throws {
    let log = try threeRuns()
    let (old, early) = (try #require(try log.auditHead()?.hash), try hash(of: 3, log))
    try log.connection.execute("UPDATE run SET user = 'eve' WHERE run = 2")
    let digest = try log.reading { () throws(SQLiteError) in try RunDigest.of(2, in: log.connection) }
    try rewrite(log, from: 5) { entry, text in
      entry == 5 ? text.replacing(/"digest":"[0-9a-f]*"/, with: "\"digest\":\"\(digest)\"") : text
    }
    #expect(try log.verifyAudit().finding == nil)
    #expect(try log.verifyAudit(head: old).finding == .unknownHead)
    #expect(try log.verifyAudit(head: early).finding == nil)
  }

  @Test func aChainThatWasCutOffIsFoundByAHashFromBefore() throws {
    let log = try threeRuns()
    let old = try #require(try log.auditHead()?.hash)
    try log.connection.execute("DELETE FROM audit WHERE entry > 5; DELETE FROM run WHERE run = 3; DELETE FROM sign_off")
    #expect(try log.verifyAudit().finding == nil)
    #expect(try log.verifyAudit(head: old).finding == .unknownHead)
    #expect(try log.verifyAudit(head: AuditChain.beginning).finding == nil)
  }

  @Test func theHashOfAMessageIsLookedFor() throws {
    let log = try threeRuns()
    _ = try log.connection.transaction(.write) { () throws(SQLiteError) in
      try log.connection.post(
        NewMessage(
          key: "a", at: Fixture.time(99), level: .info, kind: .progressUpdates, subject: "a", text: "b",
          channels: ["c"]))
    }
    #expect(try log.verifyAudit().finding == nil)
    try log.connection.execute("DELETE FROM audit WHERE entry > 5; DELETE FROM run WHERE run = 3; DELETE FROM sign_off")
    #expect(try log.verifyAudit().finding == .unknownHeadOfMessage(1))
  }

  private func hash(of entry: Int, _ log: RunLog) throws -> String {
    try #require(
      try log.connection.first("SELECT hash FROM audit WHERE entry = ?", [.integer(entry)]) { $0.text(0) })
  }

  private func rewrite(_ log: RunLog, from first: Int, _ change: (Int, String) -> String) throws {
    var previous = try hash(of: first - 1, log)
    for (index, text) in try texts(log).enumerated() where index + 1 >= first {
      let text = change(index + 1, text)
      previous = AuditChain.hash(of: Array(text.utf8), after: previous)
      try log.connection.run(
        "UPDATE audit SET text = ?, hash = ? WHERE entry = ?", [.text(text), .text(previous), .integer(index + 1)])
    }
  }

  // MARK: What is no finding

  @Test func aRunThatIsInterruptedAndTakenUpIsFollowedToItsEnd() throws {
    let log = try open()
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
    try log.write([.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(Fixture.step(0, .change)))
    #expect(try log.verifyAudit().finding == nil)
    _ = try log.reconcile(isAlive: { _, _ in false }, now: Fixture.time(60))
    #expect(try log.verifyAudit().runs == 1)
    try log.beginRecovery(
      of: 1, tasks: [0], by: "anna", process: Fixture.header.process, bootID: "boot-2", now: Fixture.time(70))
    try log.write([.taskStarted(task: 0, at: Fixture.time(71))])
    let open = try log.verifyAudit()
    #expect(open.finding == nil && open.runs == 0)
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .rolledBack), at: Fixture.time(80)),
      .runFinished(.rolledBack, at: Fixture.time(81)),
    ])
    try log.resolve(run: try needsWord(log), task: nil, by: Self.anna, reason: "mended", now: Fixture.time(90))
    #expect(try log.verifyAudit().finding == nil)
    let kinds = try texts(log).compactMap { $0.firstMatch(of: /"kind":"([a-z_]+)"/)?.output.1 }
    #expect(
      kinds == [
        "chain_begun", "run_begun", "run_ended", "recovery_begun", "run_ended", "run_begun", "run_ended", "resolved",
      ])
  }

  private func needsWord(_ log: RunLog) throws -> Int {
    try log.record("daily.rotate", .rollbackFailed, run: .humanNeeded)
  }

  @Test func runsFromBeforeTheChainAreLeftAlone() throws {
    mkdir(folder.state, 0o700)
    let connection = try Connection(
      uri: "file:\(folder.database)", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    try Schema.migrate(connection, with: Array(Schema.migrations.prefix { $0.version < 15 }))
    let sql = """
      INSERT INTO run (run, arguments, project, user, host, version, pid, start_time, boot_id, started_at, outcome)
      VALUES (%d, '["run"]', '/p', 'u', 'h', '1', 1, 2, 'b', 3, 'succeeded')
      """
    try connection.execute(String(format: sql, 7))
    let log = try open()
    #expect(try log.record("daily.health", .succeeded) == 8)
    #expect(try texts(log)[0].contains(#""runs_before":7,"#))
    let check = try log.verifyAudit()
    #expect(check.finding == nil && check.runs == 1)
    try log.connection.execute(String(format: sql, 9))
    #expect(try log.verifyAudit().finding == .unknownRun(9))
  }

  @Test func aRunLogIsVerifiedByReadingAlone() throws {
    _ = try threeRuns()
    let log = try RunLog.open(state: folder.state, access: .readOnly)
    #expect(try log.verifyAudit().finding == nil)
  }
}
