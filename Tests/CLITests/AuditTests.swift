import Foundation
import Testing

/// `maint audit`, by the executable alone and other programs beside it.
@Suite struct AuditTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("look", "precheck: [':']\n").daily("look")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
  }

  private func sql(_ text: String) throws {
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
    let ended = try Running(
      ["/usr/bin/python3", "-c", script, maint.database, text], environment: maint.environment, in: maint.folder,
      input: "/dev/null"
    ).wait()
    try #require(ended.exit == 0, "\(ended.err)")
  }

  @Test func aWholeChainIsToldAndItsHeadFound() throws {
    let head = try maint.run("audit", "head").expect(exit: 0).out.trimmingCharacters(in: .newlines)
    #expect(head.count == 64)
    try maint.run("audit", "verify").expect(exit: 0).shows("✓ The audit chain is whole: 4 entries", head)
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("audit", "verify", "--head", head.uppercased()).expect(exit: 0).shows("2 runs are as when they ended")
    try maint.run("audit", "verify", "--head", String(repeating: "a", count: 64)).expect(exit: 2)
      .shows("the hash that was given is not in it", "cut off before that hash")
    try maint.run("audit", "verify", "--head", "abc").expect(exit: 64).shows("64 hexadecimal digits")
    let json = try maint.json("audit", "head")
    #expect(json["entry"] as? Int == 6 && json["at"] is String && json["hash"] is String)
    #expect(try maint.json("audit", "verify")["whole"] as? Bool == true)
  }

  @Test func whatWasChangedIsNamedWithWhatToDo() throws {
    try sql("UPDATE audit SET text = replace(text, 'daily', 'weekly') WHERE entry = 3")
    try maint.run("audit", "verify").expect(
      exit: 2,
      out: """
        ✗ THE AUDIT CHAIN IS NOT WHOLE: entry 3 was changed or put in: its hash is not that of its text and the entry before.
          The entries up to 2 can be relied on; what follows, and the runs that it tells of, somebody may have made up.
          Nothing but maint writes there. Keep maint.db and maint.db-wal as they are, find out who could write them, and compare them with a copy, an export or a hash from before.
        """)
    let ended = try maint.run("audit", "verify", "--json").expect(exit: 2)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any])
    #expect(json["finding"] as? String == "changed" && json["entry"] as? Int == 3 && json["whole"] as? Bool == false)
  }

  /// Of all runbooks of the project, whatever is run: also of one that is not, and what that reads in reads in.
  @Test func aChangedFileThatStepsReadInIsInTheChain() throws {
    func seen() throws -> [String?] {
      try maint.run("run", "daily", "--quiet").expect(exit: 0)
      let lines = try maint.run("audit", "export").expect(exit: 0).out.split(separator: "\n")
      return try lines.compactMap { line in
        let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        guard entry?["kind"] as? String == "project_changed", let files = entry?["files"] as? [String: Any] else {
          return nil
        }
        return files.map {
          "\($0.key.replacingOccurrences(of: "/T/project", with: "")) \(($0.value as? String)?.prefix(4) ?? "-")"
        }
        .sorted().joined(separator: " ")
      }
    }
    try maint.file("a.sh", ". \"${MAINT_PROJECT}/$which.sh\"\n")
    try maint.runbook("other", "params: {which: {default: b}}\nprecheck: ['. \"$MAINT_PROJECT/a.sh\"']\n")
    #expect(try seen().last??.hasPrefix("/a.sh ") == true)
    let first = try seen()
    #expect(first.last??.contains("/b.sh -") == true)
    try maint.file("b.sh", ": one\n")
    #expect(try seen().suffix(1) == ["/b.sh c392"])
    #expect(try seen().count == first.count + 1)
    try maint.run("audit", "verify").expect(exit: 0)
  }

  @Test func aChangedRunIsNamed() throws {
    try sql("UPDATE step SET script = 'true' WHERE run = 1")
    try maint.run("audit", "verify").expect(exit: 2).shows("run 1 is not as it was when it ended (entry 4)")
  }

  @Test func whatWasRemovedIsSaidToBe() throws {
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try sql("DELETE FROM run WHERE run = 2")
    try maint.run("audit", "verify").expect(exit: 2).shows(
      "run 2 is not in the run log any more (entry 6 tells of it)", "somebody removed the run")
    try sql("UPDATE task SET run = 9 WHERE run = 2")
    try maint.run("audit", "verify").expect(exit: 2).shows("tasks of run 9 are in the run log, and neither that run")
    try sql("UPDATE audit SET text = 'x' WHERE entry = 3")
    let export = try maint.run("audit", "export").expect(exit: 2)
    export.shows("entry 3 of the audit chain is not what maint wrote")
    let lines = try export.out.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
    #expect((lines[2] as? [String: Any])?["ruined"] as? String == "x" && lines.count == 6)
    try maint.run("audit", "export", "--format", "csv").expect(exit: 2)
    try sql("DROP TABLE audit")
    try maint.run("audit", "verify").expect(exit: 2).shows("its table is not there")
    for verb in [["audit", "head"], ["audit", "export"], ["run", "daily"]] {
      try maint.start(verb).wait().expect(exit: 74).shows(
        "was removed by somebody else than maint", "no such table: audit")
    }
  }

  /// A word that somebody wrote into the run log: neither does the task begin, nor is it taken for whole.
  @Test func anApprovalThatNobodyGaveLetsNothingBegin() throws {
    try maint.runbook("fix", "change: [{run: 'touch done', undo: ':'}]\n")
      .schedule("maintenance_schedule: {daily: [look, {task: fix, approval: [nobody]}]}\n")
    try maint.run("run", "daily.fix", "--quiet").expect(exit: 75).shows("request 1 was made")
    try sql("INSERT INTO approval_word VALUES (1, 0, 65534, 'nobody', 1, NULL)")
    try maint.run("plan", "daily.fix").shows("request 1 for it is not as the audit chain tells")
    try maint.run("run", "daily.fix", "--quiet").expect(exit: 75).shows(
      "request 1 for it is not as the audit chain tells")
    try maint.run("approvals").expect(exit: 0).shows("altered: not as the audit chain tells")
    try maint.run("audit", "verify").expect(exit: 2).shows("the request for approval 1 is not as entry 7 tells")
    try maint.run("run", "daily.fix", "--quiet", "--request-approval").expect(exit: 75).shows("request 2 was made")
    try maint.run("audit", "verify").expect(exit: 2).shows("the request for approval 1 is not as entry 7 tells")
  }

  /// By hand, as the README says.
  @Test func theExportCanBeVerifiedWithoutMaint() throws {
    let export = try maint.run("audit", "export").expect(exit: 0)
    let script = """
      import hashlib, json, sys
      last = "0" * 64
      for line in sys.stdin:
          entry = json.loads(line)
          text = line.rstrip("\\n")[:-len(',"hash":""}') - 64] + "}"
          last = hashlib.sha256((last + "\\n" + text + "\\n").encode()).hexdigest()
          assert entry["hash"] == last, entry
      print(last)
      """
    try Data(export.outputBytes).write(to: URL(fileURLWithPath: "\(maint.folder)/audit.jsonl"))
    let ended = try Running(
      ["/usr/bin/python3", "-c", script], environment: maint.environment, in: maint.folder,
      input: "\(maint.folder)/audit.jsonl"
    ).wait()
    #expect(ended.out == (try maint.run("audit", "head").out), "\(ended.err)")
  }

  @Test func theTableIsReadBySpreadsheetsAndCalculatesNothing() throws {
    try maint.run("window", "open", "--for", "1h", "--reason", "=1+1, \"quoted\"\nand more").expect(exit: 0)
    try maint.run("audit", "export", "--format", "csv").expect(exit: 0)
    let script = """
      import csv, json, sys
      rows = list(csv.reader(open(sys.argv[1], newline=""), strict=True))
      assert rows[0] == ["entry", "at", "kind", "by", "uid", "run", "details", "hash"], rows[0]
      assert all(len(row) == 8 for row in rows) and not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)
      print(json.loads(rows[-1][6])["reason"])
      """
    let export = try maint.run("audit", "export", "--format", "csv").expect(exit: 0)
    try Data(export.outputBytes).write(to: URL(fileURLWithPath: "\(maint.folder)/audit.csv"))
    let ended = try Running(
      ["/usr/bin/python3", "-c", script, "\(maint.folder)/audit.csv"], environment: maint.environment, in: maint.folder,
      input: "/dev/null"
    ).wait()
    #expect(ended.out == "=1+1, \"quoted\"\nand more\n", "\(ended.err)")
  }

  /// Who changed the rights and who logged in are two.
  @Test(.enabled(if: geteuid() == 0 && AuditTests.hasNoLogin)) func whoBorrowedRightsIsNamed() throws {
    maint.environment["SUDO_UID"] = "65534"
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("audit", "export").expect(exit: 0).shows(#""kind":"run_begun","by":"nobody","uid":65534,"run":2"#)
    #expect(try maint.json("show", "2")["user"] as? String == "nobody")
  }

  /// The kernel knows of no login, so sudo is asked.
  static let hasNoLogin =
    (try? String(contentsOfFile: "/proc/self/loginuid", encoding: .utf8)).map { $0.hasPrefix("4294967295") } ?? true

  @Test func aHostWithoutRunsHasNoChain() throws {
    maint.globals = ["-C", "project", "--state", "other"]
    for verb in ["verify", "head", "export"] {
      try maint.run("audit", verb).expect(exit: 66).shows("no run log in /T/other")
    }
    #expect(!maint.exists("\(maint.folder)/other"))
  }
}
