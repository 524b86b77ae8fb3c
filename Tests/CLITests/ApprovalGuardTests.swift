import Foundation
import TestSupport
import Testing

/// What somebody tries so that a task begins by an approval that was given for something else, or by none; by root with
/// sudo, as `ApprovalTests`.
@Suite(.enabled(if: geteuid() == 0 && AuditTests.hasNoLogin, "needs root, and no login id of the kernel's"))
struct ApprovalGuardTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.file("lib.sh", "name=good\n")
    try web("change: [{run: '\(Self.use)', undo: ':'}]\n")
    try schedule("approval: [daemon]")
  }

  private static let use = #". "$MAINT_PROJECT/lib.sh"; echo "$name" >> "$(dirname "$MAINT_PROJECT")/changed""#

  private func web(_ text: String) throws { try maint.runbook("web", text) }

  private func schedule(_ approval: String, _ more: String = "") throws {
    try maint.schedule("maintenance_schedule: {daily: [{task: web, \(approval)}]}\n\(more)")
  }

  private func run(as user: String, _ arguments: String...) throws -> Ended {
    maint.environment["SUDO_UID"] = "\(getpwnam(user).map { $0.pointee.pw_uid } ?? 0)"
    defer { maint.environment["SUDO_UID"] = nil }
    return try maint.start(arguments).wait()
  }

  private func ask() throws { try maint.run("run", "daily.web").expect(exit: 75).shows("was made") }

  private func sql(_ text: String) throws {
    try Running(
      ["/usr/bin/sqlite3", maint.database, text], environment: [:], in: maint.folder, input: "/dev/null"
    ).wait().expect(exit: 0)
  }

  private var changed: String? { try? String(contentsOfFile: "\(maint.folder)/changed", encoding: .utf8) }

  // MARK: - The way to the project

  private static let swap = #"cd "$(dirname "$MAINT_PROJECT")"; ln -sfn evil link"#

  /// The project by a link, and another one that the link leads to once `swap` has run.
  private func linkProject() throws {
    try FileManager.default.copyItem(atPath: maint.project, toPath: "\(maint.folder)/evil")
    try "name=evil\n".write(toFile: "\(maint.folder)/evil/lib.sh", atomically: true, encoding: .utf8)
    #expect(symlink("project", "\(maint.folder)/link") == 0)
    maint.globals = ["-C", "link", "--state", "state"]
  }

  @Test func aLinkThatIsTurnedDuringTheRunLeadsNowhereElse() throws {
    try web("precheck: ['\(Self.swap)']\nchange: [{run: '\(Self.use)', undo: ':'}]\n")
    try linkProject()
    try ask()
    try run(as: "daemon", "approve", "1", "--run").expect(exit: 0)
    #expect(changed == "good\n" && readlink == "evil")
    // Where it was asked for stands in the log.
    #expect(try maint.json("show", "2")["project"] as? String == "\(maint.folder)/link")
  }

  private var readlink: String? { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(maint.folder)/link") }

  /// A request is of the release that the link led to; nobody is told that its approval lets anything begin.
  @Test func aLinkThatLeadsToAnotherRelease() throws {
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels: {mail: {kind: command, run: 'cat >> \(maint.folder)/told'}}\n"
        + "  alerts: {warning: [mail], critical: [mail], info: none}\n")
    try linkProject()
    try ask()
    #expect(
      maint.told.contains("maint approve 1 -C \(maint.folder)/link --state ")
        && !maint.told.contains("-C \(maint.project)"))
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.run("approvals").expect(exit: 0).shows("1  daily.web: approved, may begin")
    try FileManager.default.removeItem(atPath: "\(maint.folder)/link")
    #expect(symlink("evil", "\(maint.folder)/link") == 0)
    let words = "request 1 counts no more: the project was /T/project and is /T/evil"
    try maint.run("approvals").expect(exit: 0).shows(
      "1  daily.web: counts no more: the project was /T/project and is /T/evil; a run asks anew")
    let status = try maint.run("status").expect(exit: 1)
    status.shows("the approval of daily.web counts no more", words, "maint run daily.web -C /T/link")
    #expect(!status.out.contains("-C \(maint.project)"), "\(status.out)")
    try run(as: "daemon", "approve", "1").expect(exit: 75).shows(
      "request 1 (daily.web) counts no more: the project was /T/project", "maint run daily.web -C /T/link")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 2 was made, for \(words)")
    let open = try maint.run("approvals").expect(exit: 0).out
    #expect(open.hasPrefix("2  daily.web: waits") && !open.contains("\n1  daily.web"))
    #expect(changed == nil)
  }

  @Test func aRecoveryGoesOnInTheProjectThatWasApproved() throws {
    try web("change: [{run: '\(Self.swap); touch at-it; sleep 60', undo: '\(Self.use)'}]\n")
    try linkProject()
    try ask()
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    let running = try maint.start("run", "daily.web")
    try #require(eventually { maint.exists("\(maint.folder)/at-it") })
    running.signal(SIGKILL)
    running.wait(5)
    #expect(readlink == "evil")
    try maint.run("recover").expect(exit: 0)
    #expect(changed == "good\n")
  }

  // MARK: - The run log

  @Test func aTriggerThatMaintHasNotMadeIsRefused() throws {
    try ask()
    try sql(
      """
      CREATE TRIGGER "x''y" AFTER INSERT ON approval_demand BEGIN
        INSERT INTO approval_word VALUES (NEW.request, 0, 1, 'daemon', 1, NULL); END
      """)
    try maint.run("run", "daily.web").expect(exit: 74, out: "").shows(
      "somebody has put a trigger on its table approval_demand into the run log, 'x''y', which maint has not made",
      "nothing is run", "DROP TRIGGER")
    try maint.run("audit", "verify").expect(exit: 2).shows(
      "the run log has a trigger that maint has not made, 'x''y' on the table approval_demand")
    try maint.run("status").expect(exit: 2).shows(
      "somebody has put a trigger into the run log, so nothing is run", "Nothing can be run", "maint audit verify")
    try sql("DROP TRIGGER \"x''y\"; CREATE VIEW v AS SELECT 1")
    try maint.run("run", "daily.web").expect(exit: 74).shows("somebody has put a view into the run log, 'v'")
    try maint.run("audit", "verify").expect(exit: 2).shows("a view that maint has not made, 'v'")
    try sql("DROP VIEW v")
    try maint.run("audit", "verify").expect(exit: 0)
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 1 waits")
  }

  /// Its last step has ended, so that nothing else looks once more.
  @Test func whatTakesBackupsOffSiteIsWhatWasApproved() throws {
    try web(
      #"""
      backup: ['touch "$MAINT_BACKUP_DIR/x"']
      change: [{run: 'true', undo: ':'}]
      verify: ['echo name=evil > "$MAINT_PROJECT/lib.sh"']
      copy_to: '\#(Self.use)'

      """#)
    try ask()
    let ended = try run(as: "daemon", "approve", "1", "--run")
    ended.shows("is not copied off-site", "the file /T/project/lib.sh changed since it was approved")
    #expect(changed == nil)
  }

  /// A default does what a trigger may not: rows that are forged as they are written.
  @Test func aColumnWithAnotherDefaultIsFound() throws {
    try ask()
    try sql(
      """
      PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'resolved_at INTEGER',
        'resolved_at INTEGER DEFAULT 1795410655303655') WHERE name = 'incident'
      """)
    try maint.run("audit", "verify").expect(exit: 2).shows("the table 'incident' is not as maint makes it")
    try sql(
      """
      PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' DEFAULT 1795410655303655', '')
        WHERE name = 'incident'
      """)
    try maint.run("audit", "verify").expect(exit: 0)
    try sql("CREATE INDEX mine ON audit (text)")
    try maint.run("audit", "verify").expect(exit: 2).shows(
      "the run log has an index that maint has not made, 'mine' on the table audit")
    try sql("DROP INDEX mine; CREATE TABLE extra (run INTEGER REFERENCES run ON DELETE CASCADE)")
    try maint.run("audit", "verify").expect(exit: 2).shows("the run log has a table that maint has not made, 'extra'")
    try sql("DROP TABLE extra; ANALYZE")
    try maint.run("audit", "verify").expect(exit: 0)
    try sql("DROP TABLE day_median")
    try maint.run("audit", "verify").expect(exit: 2).shows("the table 'day_median' is not there")
  }

  @Test func everybodyHearsOfAnApprovalThatWasAltered() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: \"\(receiver.url)\"}\n"
        + Maint.alerts("hook") + "  stakeholders: {daemon: {channels: [hook]}}\n")
    try ask()
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try sql("UPDATE approval_word SET note = 'x'")
    try maint.run("status").expect(exit: 1).shows(
      "the approval of daily.web was altered in the run log", "request 1 is not as the audit chain tells",
      "--request-approval")
    for _ in 1...2 { try maint.run("run", "--due", "--quiet").expect(exit: 0) }
    let subjects = receiver.requests.compactMap { $0.json["subject"] as? String }
    #expect(
      subjects.count(where: { $0.hasPrefix("request 1 (daily.web) counts no more: it is not as the audit") }) == 1)
  }

  // MARK: - Clocks

  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
  func noClockThatIsSetBackMakesItCountAgain() throws {
    try schedule("approval: {from: [daemon], expires: 1h}")
    maint.setClock("2026-12-01 12:00:00")
    try ask()
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    maint.setClock("2026-12-01 14:00:00")
    try maint.run("incident", "open", "later", "--level", "info").expect(exit: 0)
    maint.setClock("2026-12-01 12:10:00")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 2 was made", "its time was up")
    // Asked for by a clock that was ahead.
    maint.setClock("2026-12-31 12:00:00")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 3 was made")
    maint.setClock("2026-12-01 12:20:00")
    try run(as: "daemon", "approve", "3").expect(exit: 75).shows("by a clock that was ahead")
    maint.setClock("2026-12-20 12:00:00")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 4 was made", "by a clock that was ahead")
    try maint.run("approvals", "--all").shows("   expired   2026-12-01 12:10 UTC: its time was up\n")
    #expect(changed == nil)
  }

  // MARK: - What is read in

  /// By a parameter, too, from wherever it has its value; and before anybody is asked, the plan says what is covered.
  @Test func aParameterThatNamesTheFile() throws {
    try maint.file("more.sh", "name=more\n")
    try maint.runbook(
      "web",
      #"""
      params: {lib: {required: true}}
      secrets: {TOKEN: {command: '. "\#(maint.project)/more.sh"; echo "$name"'}}
      change: [{run: '. "$lib"; echo "$name" >> "$(dirname "$MAINT_PROJECT")/changed"', undo: '. "$HOME/x.sh"'}]

      """#)
    try schedule("approval: [daemon], with: {lib: \(maint.project)/lib.sh}")
    let covers = ["covers /T/project/lib.sh", "covers /T/project/more.sh"]
    let plan = try maint.run("plan", "daily.web")
    for words in covers { plan.expect(exit: 0).shows(words) }
    plan.shows("does not cover . \"$HOME/x.sh\"")
    let task = try #require((maint.json("plan", "daily.web")["tasks"] as? [[String: Any]])?.first)
    let approval = try #require(task["approval"] as? [String: Any])
    #expect(approval["files"] as? [String] == ["lib.sh", "more.sh"].map { "\(maint.project)/\($0)" })
    #expect(approval["not_covered"] as? [String] == [". \"$HOME/x.sh\""])
    try maint.run("check").shows("approval does not cover what is read in here")
    for name in ["lib.sh", "more.sh"] {
      try maint.run("run", "daily.web", "--request-approval").expect(exit: 75)
      try run(as: "daemon", "approve", "1").expect(exit: 0)
      let before = try #require(maint.text(name))
      try maint.file(name, "name=evil\n")
      try maint.run("run", "daily.web").expect(exit: 75).shows("the file /T/project/\(name) changed")
      try maint.file(name, before)
      try FileManager.default.removeItem(atPath: maint.state)
    }
    // With another value another file is approved.
    try maint.file("other.sh", "name=other\n")
    try maint.run("plan", "daily.web", "--with", "lib=\(maint.project)/other.sh").shows("covers /T/project/other.sh")
    try maint.run("plan", "daily.web", "--with", "lib=other.sh").shows("does not cover . \"$lib\"")
    #expect(changed == nil)
  }

  /// It is said before, and in the request; and what is not there is not called approved.
  @Test func whatMayBeAnotherFileIsSaid() throws {
    try maint.runbook(
      "web",
      #"""
      change:
        - run: |
            "$MAINT_PROJECT/bin/tool" || true
            if [ -e "$MAINT_PROJECT/gone.sh" ]; then . "$MAINT_PROJECT/gone.sh"; fi
          undo: ':'
        - run: |
            f="$MAINT_PROJECT/lib.sh"; [ -e /etc/passwd ] || f="$MAINT_PROJECT/other.sh"; . "$f"
          undo: ':'

      """#)
    try schedule("approval: [daemon]")
    let told = [
      "does not cover . \"$f\": only the shell will know", "/T/project/gone.sh is not there",
      "does not cover /T/project/bin/tool, a program of the project",
    ]
    let plan = try maint.run("plan", "daily.web").expect(exit: 0)
    for words in told { plan.shows(words) }
    #expect(!plan.out.contains("  covers "))
    try maint.run("check").shows("approval does not cover what is read in here")
    try maint.run("run", "daily.web").expect(exit: 75)
    let request = try maint.run("approvals")
    for words in ["Not covered by an approval", ". \"$f\"", "and must not be when it begins:", "gone.sh", "bin/tool"] {
      request.shows(words)
    }
    #expect(!request.out.contains("approved as they are"))
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.file("gone.sh", ": here\n")
    try maint.run("run", "daily.web").expect(exit: 75).shows("gone.sh changed")
  }

  /// Whatever the command is; and what is backed up of it runs nothing.
  @Test func whatElseOfTheProjectIsRunIsSaid() throws {
    try maint.runbook(
      "web",
      #"""
      secrets: {TOKEN: {command: 'git -c alias.x="!sh \#(maint.project)/token.sh" x'}}
      backup: [{path: \#(maint.project)/data}]
      change: [{run: 'setpriv --reuid=0 sh "$MAINT_PROJECT/dump.sh"; . "$MAINT_PROJECT/lib.sh"', undo: ':'}]

      """#)
    try maint.file("dump.sh", ":\n").file("data", "x")
    let plan = try maint.run("plan", "daily.web").expect(exit: 0)
    for words in [
      "does not cover setpriv --reuid=0 sh \"$MAINT_PROJECT/dump.sh\": only the shell will know",
      "does not cover /T/project/dump.sh, which is in the project and which a command is given",
      "does not cover /T/project/token.sh, which",
    ] {
      plan.shows(words)
    }
    let task = try #require((maint.json("plan", "daily.web")["tasks"] as? [[String: Any]])?.first)
    let named = (task["approval"] as? [String: Any])?["named"] as? [String]
    #expect(named == ["dump.sh", "token.sh"].map { "\(maint.project)/\($0)" })
    try maint.run("check").shows("a program is given a shell, and nobody looks at what that runs")
    try ask()
    try maint.run("approvals").shows(
      "Not covered by an approval either: files and folders of the project that its commands are given:\n"
        + "     /T/project/dump.sh\n     /T/project/token.sh\n")
    // Each of these lists is a sentence of its own, whatever stands before it.
    let given = "for f in \"$MAINT_PROJECT\"/h/*; do run \"$f\"; done"
    for (number, text) in [(2, given), (3, "\"$MAINT_PROJECT/dump.sh\"")] {
      try maint.runbook("web", "change: [{run: '\(text)', undo: ':'}]\n")
      try maint.run("run", "daily.web").expect(exit: 75)
      let what = number == 2 ? "files and folders of the project that its commands are" : "programs of the project"
      try maint.run("approvals", "\(number)").shows("\n   Not covered by an approval: \(what)")
    }
  }

  @Test func aFileThatCannotBeReadIsNoPartOfAnApproval() throws {
    try maint.file("lib.sh", "name=good\n" + String(repeating: "#\n", count: 9 << 20))
    let words = "/T/project/lib.sh is read in by its steps, and is no plain file"
    try maint.run("run", "daily.web").expect(exit: 75).shows(words)
    try maint.run("plan", "daily.web").expect(exit: 0).shows(words)
    try maint.run("approvals", "--all").expect(exit: 0, out: "Nothing waits for approval.\n")
    try maint.remove("lib.sh")
    #expect(mkfifo("\(maint.project)/lib.sh", 0o600) == 0)
    try maint.run("run", "daily.web").expect(exit: 75).shows(words)
    #expect(changed == nil)
  }

  @Test(arguments: [
    "change: [{run: 'true', undo: ':', shell: bash, env: {BASH_ENV: $MAINT_PROJECT/lib.sh}}]\n",
    "backup: ['touch \"$MAINT_BACKUP_DIR/x\"']\nchange: [{run: 'true', undo: ':'}]\ncopy_to: . \"$MAINT_PROJECT/lib.sh\"\n",
  ])
  func whatElseIsReadInIsApprovedToo(runbook: String) throws {
    try web(runbook)
    try ask()
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.file("lib.sh", "name=evil\n")
    try maint.run("run", "daily.web").expect(exit: 75).shows("the file /T/project/lib.sh changed")
    // What is approved is told, with what tells whether it is that.
    try maint.run("approvals", "2").expect(exit: 0).shows(
      "Read in by its steps, and approved as they are", "     24ca023de1163378")
  }

  @Test func noStepSaysWhichFileIsReadIn() throws {
    try maint.file("evil.sh", "name=evil\n")
    try web(
      """
      params: {lib: {default: lib}, other: {default: a}}
      precheck: ['{ echo lib=evil; echo other=b; } >> "$MAINT_ENV"']
      change: [{run: 'f="$MAINT_PROJECT/$lib.sh"; . "$f"; echo "$name $other" >> "$MAINT_PROJECT/../changed"', undo: ':'}]

      """)
    try ask()
    try run(as: "daemon", "approve", "1", "--run").expect(exit: 0)
    #expect(changed == "good b\n")
    try maint.run("show", "2").shows("$MAINT_ENV: lib is not passed on: it says which file a step reads in")
  }

  // MARK: - Who asks

  @Test func whoApprovesHasNotAsked() throws {
    try ask()
    try maint.file("lib.sh", "name=other\n")
    let words = "counts no more: the file /T/project/lib.sh changed"
    try maint.run("plan", "daily.web").shows("request 1 \(words)")
    try maint.run("approvals").expect(exit: 0).shows("1  daily.web: \(words); a run asks anew", "maint run daily.web")
    try maint.run("status").shows("daily.web needs approval of daemon: request 1 \(words)")
    for more in [[], ["--run"]] {
      maint.environment["SUDO_UID"] = "\(getpwnam("daemon").map { $0.pointee.pw_uid } ?? 0)"
      defer { maint.environment["SUDO_UID"] = nil }
      try maint.start(["approve", "1"] + more).wait().expect(exit: 75, out: "").shows(
        "request 1 (daily.web) \(words)", "maint run daily.web")
    }
    try maint.run("approvals", "2").expect(exit: 66)
    // Asked for by the only one who may approve it: another asks in his place, once.
    try run(as: "daemon", "run", "daily.web").expect(exit: 75).shows("request 2 was made")
    try run(as: "daemon", "approve", "2").expect(exit: 77).shows("where another is to ask", "--request-approval")
    try run(as: "daemon", "run", "daily.web", "--request-approval").expect(exit: 75).shows("request 2 waits")
    try maint.run("run", "daily.web", "--request-approval").expect(exit: 75).shows(
      "request 3 was made, for request 2 counts no more: root asked for it anew")
    try maint.run("run", "daily.web", "--request-approval").expect(exit: 75).shows("request 3 waits")
    try run(as: "daemon", "approve", "3", "--run").expect(exit: 0)
    #expect(changed == "other\n")
  }

  /// What a task needs is begun with it, and asked for by a run alone.
  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
  func whatIsBegunByAnApprovalAsksForNothingMore() throws {
    maint.setClock("2026-12-01 12:00:00")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [{task: web, approval: [daemon]}, {task: then, runbook: web, needs: [web], approval: [daemon]}]
      """)
    try ask()
    try run(as: "daemon", "approve", "1", "--run").expect(exit: 0)
    try maint.run("run", "daily.then").expect(exit: 75).shows("request 2 was made")
    // Another day needs it anew.
    maint.setClock("2026-12-02 12:00:00")
    try run(as: "daemon", "approve", "2", "--run").expect(exit: 75).shows("needs approval of daemon: a run asks for it")
    try maint.run("approvals", "3").expect(exit: 66)
    #expect(changed == "good\n")
  }
}
