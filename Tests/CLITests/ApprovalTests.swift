import Foundation
import TestSupport
import Testing

/// A task that waits for somebody's word, as operators meet it.
///
/// Who approves is told to maint as sudo tells it, which counts where no login of the kernel's stands before it.
@Suite(.enabled(if: Login.isSudos, "needs root, and no login id of the kernel's")) struct ApprovalTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.file("lib.sh", ": one\n")
    try maint.runbook("look", "precheck: [':']\n").runbook("web", Self.runbook())
    try schedule("approval: [daemon]")
  }

  private static func runbook(_ more: String = "", verify: String = ":") -> String {
    """
    params: {release: {default: '1'}}
    precheck: ['touch "$MAINT_PROJECT/checked"']
    backup: ['echo x > "$MAINT_BACKUP_DIR/x"']
    change: [{run: '. "$MAINT_PROJECT/lib.sh"; echo "$release" >> "$MAINT_PROJECT/changed"', undo: ':'}]
    verify: ['\(verify)']
    \(more)

    """
  }

  private func schedule(_ approval: String, _ more: String = "") throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily:
          at: "00:00"  # so that it is due whenever the test runs
          tasks:
            - {task: web, \(approval)}
            - {task: after, runbook: look, needs: [web]}
            - look
      \(more)
      """)
  }

  private static func uid(_ name: String) -> String { "\(getpwnam(name).map { $0.pointee.pw_uid } ?? 0)" }

  /// Runs maint as root by sudo of that user.
  private func run(as user: String, _ arguments: String...) throws -> Ended {
    maint.environment["SUDO_UID"] = Self.uid(user)
    defer { maint.environment["SUDO_UID"] = nil }
    return try maint.start(arguments).wait()
  }

  private func approvals(_ more: String...) throws -> [[String: Any]] {
    let ended = try maint.start(["approvals", "--json"] + more).wait().expect(exit: 0)
    let json = try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any]
    return try #require(json?["approvals"] as? [[String: Any]])
  }

  private func query(_ sql: String) throws -> String {
    try Running(
      ["/usr/bin/sqlite3", maint.database, sql], environment: [:], in: maint.folder, input: "/dev/null"
    ).wait().expect(exit: 0).out
  }

  /// Changes rows of a request and its newest entry, which is the newest of all, as root can: the chain is whole then.
  private func change(_ request: Int, _ sql: String) throws {
    let script = """
      import hashlib, re, sqlite3, sys
      log, request = sqlite3.connect(sys.argv[1]), int(sys.argv[2])
      log.executescript(sys.argv[3])
      def plain(value):
          if value is None: return "-"
          return str(value) if isinstance(value, int) else f"{len(value.encode())}:{value}"
      lines = ""
      for table, columns, order in [
          ("approval", "request, project, task, runbook, run, requested_at, requested_by, requested_uid, expires_at, hash,"
           "plan, outcome, ended_at, ended_by, ended_uid, reason, used_by, replaced_by", "request"),
          ("approval_part", "request, position, kind, name, value", "position"),
          ("approval_demand", "request, demand, approvers, needed, allows_self", "demand"),
          ("approval_word", "request, demand, uid, name, at, note", "demand, uid")]:
          for row in log.execute(f"SELECT {columns} FROM {table} WHERE request = ? ORDER BY {order}", (request,)):
              lines += " ".join([table] + [plain(value) for value in row]) + "\\n"
      rows = hashlib.sha256(lines.encode()).hexdigest()
      (_, before), (entry, text) = log.execute("SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1, 1").fetchone(), \
          log.execute("SELECT entry, text FROM audit ORDER BY entry DESC LIMIT 1").fetchone()
      text = re.sub('"rows":"[0-9a-f]*"', f'"rows":"{rows}"', text)
      hash = hashlib.sha256(f"{before}\\n{text}\\n".encode()).hexdigest()
      log.execute("UPDATE audit SET text = ?, hash = ? WHERE entry = ?", (text, hash, entry))
      log.commit()
      """
    try Running(
      ["/usr/bin/python3", "-c", script, maint.database, "\(request)", sql], environment: [:], in: maint.folder,
      input: "/dev/null"
    ).wait().expect(exit: 0)
  }

  private var changes: String? { maint.text("changed") }

  @Test func aRejectionHoldsForWhatGoesOn() throws {
    try maint.runbook("web", Self.runbook(verify: "false"))
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.run("run", "daily.web").expect(exit: 3)
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "reject", "2", "--reason", "never again").expect(exit: 0)
    let before = changes
    try maint.run("resume", "2").expect(exit: 75).shows("never again")
    #expect(changes == before)
    try maint.run("status").shows(
      "daily.web waits: request 2 was rejected by daemon ", ": never again\n",
      "to ask again as it is: maint run daily.web --request-approval -C /T/project --state /T/state\n")
    try maint.run("run", "daily.web", "--request-approval").expect(exit: 75)
    #expect(!(try maint.run("status").out.contains("rejected")))
    try run(as: "daemon", "reject", "3", "--reason", "still not").expect(exit: 0)
    try maint.run("status").shows("daily.web waits: request 3 was rejected by daemon ")
    // What nobody has to approve any more waits for nobody.
    try schedule("alert: warning")
    #expect(!(try maint.run("status").out.contains("rejected")))
  }

  @Test func aRoleStandsForThoseWhoHaveIt() throws {
    try schedule("approval: [lead]", "maintenance_coordination: {roles: {lead: [bin]}}")
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 77)
    try run(as: "bin", "approve", "1").expect(exit: 0)
    try maint.run("run", "daily.web").expect(exit: 0)
    #expect(changes == "1\n")
    try maint.run("check").expect(exit: 0, err: "")
  }

  /// Who has a role is part of what is approved; who is in a group is looked at when the run begins.
  @Test func whoMayApproveIsNotChangedBehindIt() throws {
    try schedule("approval: [lead]", "maintenance_coordination: {roles: {lead: [bin]}}")
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "bin", "approve", "1").expect(exit: 0)
    try schedule("approval: [lead]", "maintenance_coordination: {roles: {lead: [daemon]}}")
    try maint.run("run", "daily.web").expect(exit: 75).shows("who approves it was lead (bin) and is lead (daemon)")
    try run(as: "bin", "approve", "2").expect(exit: 77)
    try run(as: "daemon", "approve", "2").expect(exit: 0)
    // As if daemon were the name of another user by now.
    try change(
      2,
      """
      UPDATE approval_word SET uid = 4711 WHERE request = 2;
      UPDATE audit SET text = replace(text, '"uid":\(Self.uid("daemon")),', '"uid":4711,')
        WHERE entry = (SELECT max(entry) FROM audit)
      """)
    try maint.run("plan", "daily.web").shows("that daemon approved it counts no more: daemon may not approve it now")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 2 waits since", "daemon may not approve it now")
    try maint.run("approvals").shows("given     0 of 1; that daemon approved it counts no more")
    try maint.run("status").shows("request 2 waits since", "daemon may not approve it now")
    #expect(changes == nil)
    try run(as: "daemon", "approve", "2", "--run").expect(exit: 0)
  }

  /// What others ask for with other parameters is another request.
  @Test func otherParametersTakeNothing() throws {
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try run(as: "bin", "run", "daily.web", "--with", "release=2").expect(exit: 75).shows("request 2 was made\n")
    try maint.run("plan", "daily.web").shows("request 1 is approved by daemon")
    try maint.run("plan", "daily.web", "--with", "release=2").shows("request 2 waits since")
    try run(as: "daemon", "reject", "2", "--reason", "not that one").expect(exit: 0)
    // Nor does what is changed and changed back.
    let lib = try #require(maint.text("lib.sh"))
    try maint.file("lib.sh", ": other\n").run("run", "daily.web", "--with", "release=2").expect(exit: 75)
    try maint.file("lib.sh", lib).run("run", "daily.web", "--with", "release=2").expect(exit: 75).shows("not that one")
    try maint.run("run", "daily.web").expect(exit: 0)
    #expect(changes == "1\n")
  }

  @Test func itWaitsAndThenBegins() throws {
    try maint.run("plan", "daily.web").expect(exit: 0).shows(
      "approval    needs approval of daemon: a run asks for it\n", "1 task would be deferred if it began now")
    try run(as: "bin", "run", "daily").expect(exit: 75).shows("needs approval of daemon: request 1 was made")
    // Nothing of it was begun; what needs it waits, and the rest was done.
    #expect(maint.text("checked") == nil && changes == nil && !maint.exists("\(maint.state)/backups/1"))
    try maint.run("show", "1").shows("daily.look", "it needs daily.web, which was deferred")
    try maint.run("run", "daily.web").expect(exit: 75).shows("needs approval of daemon: request 1 waits since ")
    try maint.run("plan", "daily.web").shows("needs approval of daemon: request 1 waits since ")
    try maint.run("due").shows("needs approval of daemon: request 1 waits since ")
    try maint.run("status").shows(
      "Approvals\n  daily.web needs approval of daemon: request 1 waits since ",
      "maint approve 1 -C /T/project --state /T/state\n")
    let waiting = try #require(try approvals().first)
    #expect(waiting["task"] as? String == "daily.web" && waiting["requested_by"] as? String == "bin")
    #expect(waiting["state"] as? String == "waiting" && (waiting["hash"] as? String)?.count == 64)
    #expect((waiting["plan"] as? String)?.contains("echo \"$release\" >>") == true)
    try maint.run("approvals").expect(exit: 0).shows(
      "1  daily.web: waits for approval of daemon\n", "by bin with run 1", "given     0 of 1", "release=1",
      "maint approve 1", "echo \"$release\" >>")
    // root by itself is nobody who was named.
    try maint.run("approve", "1").expect(
      exit: 77, out: "",
      err: "maint: root may not answer request 1 (daily.web)\nhint: it needs approval of daemon\n")
    try maint.run("reject", "1", "--reason", "no").expect(exit: 77)
    try run(as: "daemon", "approve", "1", "--note", "--seen").expect(exit: 64).shows("--note=--seen")
    try run(as: "daemon", "approve", "1", "--note", "- seen").expect(
      exit: 0,
      out:
        "request 1 (daily.web) is approved by daemon and may begin: maint run daily.web -C /T/project --state /T/state\n"
    )
    try run(as: "daemon", "approve", "1").expect(exit: 0).shows("was approved by daemon before")
    try maint.run("plan", "daily.web").shows("request 1 is approved by daemon, until ")
    try maint.run("status").shows("  daily.web: request 1 is approved, until ")
    try maint.run("run", "daily").expect(exit: 0)
    #expect(changes == "1\n")
    try maint.run("approvals").expect(exit: 0, out: "Nothing waits for approval.\n")
    #expect(try approvals("--all").first?["state"] as? String == "used")
    // Once is once.
    try run(as: "daemon", "approve", "1").expect(exit: 75).shows("is used up: run 3 began with it")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 2 was made")
    try maint.run("approve", "9").expect(exit: 66).shows("there is no request 9")
  }

  @Test func byTheClock() throws {
    try maint.run("run", "--due").expect(exit: 75).shows("request 1 was made")
    // Asked once, it waits without a word.
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    try maint.run("due").shows("request 1 waits since ")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.run("run", "--due").expect(exit: 0)
    #expect(changes == "1\n")
  }

  @Test func approvedAndBegunAtOnce() throws {
    try maint.run("run", "daily.web", "--with", "release=a b").expect(exit: 75)
    try run(as: "daemon", "approve", "1", "--run").expect(exit: 0).shows(
      "request 1 (daily.web) is approved by daemon\n", "Run 2")
    #expect(changes == "a b\n")
    // Whether it begins is not for the approval to say.
    try maint.run("run", "daily.web").expect(exit: 75)
    try maint.file("lib.sh", ": other\n")
    try run(as: "daemon", "approve", "2", "--run").expect(exit: 75, out: "").shows(
      "request 2 (daily.web) counts no more: the file /T/project/lib.sh changed")
    #expect(try approvals("--all").count == 2)
  }

  @Test func whatChangedIsNamed() throws {
    var number = 1
    func isVoid(
      _ change: () throws -> Void, _ why: String, _ more: String..., location: SourceLocation = #_sourceLocation
    )
      throws
    {
      try run(as: "daemon", "approve", "\(number)").expect(exit: 0, location: location)
      try change()
      try maint.run("plan", "daily.web").shows("request \(number) counts no more: \(why)", location: location)
      number += 1
      try maint.run("run", "daily.web").expect(exit: 75, location: location).shows(
        "request \(number) was made, for request \(number - 1) counts no more: \(why)", location: location)
      #expect(changes == nil, sourceLocation: location)
      try run(as: "daemon", "approve", "\(number - 1)").expect(exit: 75, location: location).shows(
        "counts no more: \(why)", location: location)
    }
    try maint.run("run", "daily.web").expect(exit: 75)
    try isVoid({ _ = try maint.file("lib.sh", ": two\n") }, "the file /T/project/lib.sh changed")
    try isVoid({ try schedule("approval: [daemon], with: {release: '2'}") }, "release was '1' and is '2'")
    try isVoid({ _ = try maint.runbook("web", Self.runbook("cleanup: [':']")) }, "the runbook web changed")
    try isVoid(
      { try schedule("approval: [daemon, bin], with: {release: '2'}") },
      "who approves it was daemon and is daemon or bin")
    try isVoid(
      { try schedule("approval: [daemon, bin], timeout: 5m, with: {release: '2'}") },
      "timeout: none before, 5m now")
    try isVoid(
      { try schedule("approval: [daemon, bin], timeout: 5m, with: {release: '2'}", "defaults: {step_timeout: 9m}") },
      "step_timeout: none before, 9m now")
    try isVoid(
      {
        try schedule(
          "approval: [daemon, bin], timeout: 5m, with: {release: '2'}", "defaults: {step_timeout: 9m, grace: 1s}")
      }, "grace: 10s before, 1s now")
    // Where something stands is nothing of it.
    try run(as: "daemon", "approve", "\(number)").expect(exit: 0)
    try schedule(
      "with: {release: '2'}, timeout: 5m, approval: {from: [daemon, bin], needed: 1}",
      "\n\ndefaults: {grace: 1s, step_timeout: 9m, output_limit: 2MiB, lock_wait: 1m}")
    try maint.run("run", "daily.web").expect(exit: 0)
    #expect(changes == "2\n")
    let chain = try query("SELECT text FROM audit WHERE text LIKE '%approval_voided%' ORDER BY entry LIMIT 1")
    #expect(chain.contains(#""request":1,"task":"daily.web""#) && chain.contains("lib.sh changed"))
  }

  /// Whoever approves relies on the dump before it.
  @Test func whatItNeedsFirstIsApprovedWithIt() throws {
    try schedule("approval: [daemon], needs: [look]")
    try maint.run("run", "daily.web").expect(exit: 75)
    try maint.run("approvals").expect(exit: 0).shows("\n      needs       daily.look\n")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try schedule("approval: [daemon]")
    try maint.run("approvals").shows("counts no more: needs: daily.look before, none now; a run asks anew")
    try maint.run("run", "daily.web").expect(exit: 75).shows("needs: daily.look before, none now")
    #expect(changes == nil)
    // One of a maint that did not know of that counts as it did.
    try run(as: "daemon", "approve", "2").expect(exit: 0)
    try change(2, "DELETE FROM approval_part WHERE name LIKE 'setting %' AND request = 2")
    try schedule("approval: [daemon], needs: [look]")
    try maint.run("audit", "verify").expect(exit: 0)
    try maint.run("run", "daily.web").expect(exit: 0)
    #expect(changes == "1\n")
  }

  /// The shell reads what it sources long after it was looked at.
  @Test func whatIsSourcedIsLookedAtBeforeEachStep() throws {
    let swap = "echo : other > \"$MAINT_PROJECT/lib.sh\""
    let source = ". \"$MAINT_PROJECT/lib.sh\"; echo 2 >> \"$MAINT_PROJECT/changed\""
    func begin(precheck: String, change: String) throws -> Ended {
      try maint.file("lib.sh", ": one\n")
      try maint.runbook(
        "web",
        """
        precheck: ['\(precheck)']
        change:
          - {run: '\(change)', undo: ':'}
          - {name: reads it, run: '\(source)', if: 'true', undo: ':', on_failure: warn, retries: 2}

        """)
      let last = try maint.run("run", "daily.web").expect(exit: 75).out.firstMatch(of: /request ([0-9]+) was made/)
      return try run(as: "daemon", "approve", String(try #require(last).output.1), "--run")
    }
    try begin(precheck: swap, change: source).expect(exit: 1).shows("lib.sh changed since it was approved")
    #expect(changes == nil)
    try begin(precheck: ":", change: swap).expect(exit: 3).shows("lib.sh changed since it was approved")
    #expect(changes == nil)
    try maint.run("run", "daily.web").expect(exit: 75).shows("request ")
    try begin(precheck: ":", change: source).expect(exit: 0)
    #expect(changes == "2\n2\n")
  }

  @Test func whoAskedMayNotApprove() throws {
    try schedule("approval: [daemon, bin]")
    try run(as: "daemon", "run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 77).shows(
      "daemon asked for request 1 (daily.web), so somebody else has to approve it\n",
      "it needs approval of daemon or bin, and who asks does not count: that is the rule of four eyes")
    // He may take it back.
    try run(as: "daemon", "reject", "1", "--reason", "a slip").expect(exit: 0)
    try run(as: "daemon", "run", "daily.web", "--request-approval").expect(exit: 75).shows("request 2 was made")
    try run(as: "bin", "approve", "2", "--run").expect(exit: 0)
    try schedule("approval: {from: [daemon], self: true}")
    try run(as: "daemon", "run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "3", "--run").expect(exit: 0)
  }

  /// A name is the user's; that of the group, which most have, needs its mark.
  @Test func membersOfGroupsAndWhoIsNone() throws {
    try schedule("approval: {from: ['%nogroup', www-data], needed: 2}")
    try maint.run("run", "daily.web").expect(exit: 75).shows("needs approval of 2 of %nogroup or www-data")
    try run(as: "daemon", "approve", "1").expect(exit: 77)
    try run(as: "nobody", "approve", "1", "--run").expect(exit: 0).shows(
      "it waits for more: 1 of %nogroup or www-data, not nobody again; nothing is run yet\n")
    try run(as: "nobody", "approve", "1").expect(exit: 0).shows("was approved by nobody before; it waits for more")
    try maint.run("run", "daily.web").expect(exit: 75).shows("approved by nobody so far")
    try run(as: "www-data", "approve", "1").expect(exit: 0).shows("may begin")
    try maint.run("approvals").shows("given     2 of 2: nobody ", ", www-data ")
    try maint.run("run", "daily.web").expect(exit: 0)
    // Who has said yes, and who asked, are none of those who can.
    try schedule(
      "approval: {from: [daemon, lead, bin, '%nogroup'], needed: 2}",
      "maintenance_coordination: {roles: {lead: [daemon, mail]}}")
    try run(as: "bin", "run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "2").expect(exit: 0).shows("it waits for more: 1 of lead (mail) or %nogroup\n")
    try run(as: "mail", "approve", "2", "--run").expect(exit: 0)
    // The group of the user sync is nogroup; the user's name alone is not the group's.
    try schedule("approval: [daemon]")
    try maint.run("run", "daily.web").expect(exit: 75)
    maint.environment["SUDO_UID"] = "no number"
    try maint.run("approve", "3").expect(exit: 77).shows("unknown may not answer request 3")
  }

  /// Where both demand one, it counts for as long as the shorter says.
  @Test func theShorterTimeCounts() throws {
    try maint.runbook("web", Self.runbook("approval: {from: [bin], expires: 1h}"))
    try schedule("approval: {from: [daemon], expires: 3d}")
    try maint.run("run", "daily.web").expect(exit: 75)
    #expect(try query("SELECT (expires_at - requested_at) / 3600000000 FROM approval") == "1\n")
  }

  /// What would be begun at once is what stands where it was asked for.
  @Test func anotherProjectIsNotBegun() throws {
    try maint.run("run", "daily.web").expect(exit: 75)
    try FileManager.default.copyItem(atPath: maint.project, toPath: "\(maint.folder)/other")
    maint.globals = ["-C", "other", "--state", "state"]
    try run(as: "daemon", "approve", "1", "--run").expect(exit: 64).shows(
      "request 1 is of another project: /T/project", "choose it with -C /T/project")
    #expect(try approvals("--all").map { $0["state"] as? String } == ["waiting"] && changes == nil)
  }

  /// Of a user who is there, his name is his alone, whoever else is in the group of that name.
  @Test func whoIsInTheGroupOfAUser() throws {
    let groups = try String(contentsOfFile: "/etc/group", encoding: .utf8).split(separator: "\n").map {
      $0.hasPrefix("daemon:") ? "daemon:x:1:nobody" : String($0)
    }
    let file = "\(maint.folder)/group"
    try (groups.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    maint.prefix = [
      "/usr/bin/unshare", "-m", "/bin/sh", "-ec", "mount --bind \(file) /etc/group; exec \"$@\"", "sh",
    ]
    guard try maint.run("version").exit == 0 else { return print("not tested: no mount namespace can be made") }
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "nobody", "approve", "1").expect(exit: 77)
    try schedule("approval: ['%daemon']")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 2 was made")
    try run(as: "nobody", "approve", "2").expect(exit: 0)
  }

  /// Whoever approves is told what that does not cover, also what a sourced file reads in.
  @Test func whatIsNotCovered() throws {
    try maint.file("lib.sh", ". \"$HOME/own.sh\"\n")
    try maint.run("run", "daily.web").expect(exit: 75)
    try maint.run("approvals").shows("Not covered by an approval", "     . \"$HOME/own.sh\"\n")
  }

  @Test func aProjectThatIsGone() throws {
    try maint.run("run", "daily.web").expect(exit: 75)
    let moved = "\(maint.folder)/moved"
    try FileManager.default.moveItem(atPath: maint.project, toPath: moved)
    maint.globals = ["-C", "moved", "--state", "state"]
    for more in [[], ["--run"]] {
      maint.environment["SUDO_UID"] = Self.uid("daemon")
      try maint.start(["approve", "1"] + more).wait().expect(exit: 66).shows(
        "is of the project /T/project, which is not there any more", "maint run daily.web -C DIR")
      maint.environment["SUDO_UID"] = nil
    }
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 2 was made\n")
  }

  /// A task adds to what its runbook demands.
  @Test func theRunbooksDemandStays() throws {
    try maint.runbook("web", Self.runbook("approval: {from: [bin]}"))
    try schedule("approval: {from: [daemon], self: true}")
    try maint.run("run", "daily.web").expect(exit: 75).shows("needs approval of bin, and of daemon: request 1")
    try run(as: "daemon", "approve", "1").expect(exit: 0).shows("it waits for more: 1 of bin\n")
    try run(as: "bin", "approve", "1", "--run").expect(exit: 0)
    // By itself the runbook demands it too.
    try maint.run("run", "runbook:web").expect(exit: 75).shows("needs approval of bin: request 2")
  }

  @Test func rejected() throws {
    try maint.run("run", "daily.web").expect(exit: 75)
    try maint.run("reject", "1").expect(exit: 64)
    try run(as: "daemon", "reject", "1", "--reason", " ").expect(exit: 64)
    try run(as: "daemon", "reject", "1", "--reason", "not before\nthe release").expect(exit: 0).shows(
      "request 1 (daily.web) is rejected by daemon", "--request-approval")
    try run(as: "daemon", "approve", "1").expect(exit: 75).shows("was rejected by daemon: not before")
    try run(as: "daemon", "reject", "1", "--reason", "no").expect(exit: 75)
    try maint.run("run", "daily.web").expect(exit: 75).shows(
      "request 1 for it was rejected by daemon: not before", "maint run daily.web --request-approval")
    try maint.run("run", "--due").expect(exit: 0, err: "")
    try maint.run("due").shows("request 1 for it was rejected")
    try maint.run("run", "daily.web", "--request-approval").expect(exit: 75).shows("request 2 was made")
    #expect(try approvals("--all").map { $0["state"] as? String } == ["waiting", "rejected"])
  }

  /// What failed before it changed anything may try again; what failed after it may be gone on with.
  @Test func whatUsesItUp() throws {
    try maint.runbook("web", Self.runbook(verify: "test -e \"$MAINT_PROJECT/sound\""))
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1", "--run").expect(exit: 3)
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 2 was made")
    try maint.file("sound", "").run("resume", "2").expect(exit: 0)
    #expect(changes == "1\n1\n")
    try run(as: "daemon", "approve", "2").expect(exit: 0)
    // The way back needs nobody's word.
    try maint.run("rollback", "4").expect(exit: 0)
    #expect(try approvals().map { $0["state"] as? String } == ["approved"])
  }

  @Test func aRunThatWasKilledIsRecoveredWithoutAsking() throws {
    try maint.runbook("web", Self.runbook(verify: "touch \"$MAINT_PROJECT/at-it\"; sleep 60"))
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    let running = try maint.start("run", "daily.web")
    try #require(eventually { maint.text("at-it") != nil })
    running.signal(SIGKILL)
    running.wait(5)
    try maint.run("recover").expect(exit: 0)
    #expect(try approvals("--all").count == 1)
  }

  /// Asked ahead, it is there when the window opens.
  @Test func alsoWhileItsWindowIsShut() throws {
    try schedule(
      "approval: [daemon]",
      "change_freeze:\n  - {from: 2020-01-01, to: 2098-01-01, reason: always}\n")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 1 was made")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.run("run", "daily.web").expect(exit: 75).shows("change freeze until")
    #expect(try approvals().first?["used_by"] is NSNull)
    try maint.run("run", "daily.web", "--override-window", "--reason", "now").expect(exit: 0)
  }

  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
  func itExpires() throws {
    try schedule("approval: {from: [daemon], expires: 2d}")
    maint.setClock("2026-12-01 12:00:00")
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    maint.setClock("2026-12-03 11:59:59")
    try maint.run("plan", "daily.web").shows("request 1 is approved by daemon, until 12:00 UTC")
    maint.setClock("2026-12-03 12:00:00")
    try maint.run("plan", "daily.web").shows("needs approval of daemon: a run asks for it")
    try run(as: "daemon", "approve", "1").expect(exit: 75).shows("expired at 2026-12-03 12:00 UTC")
    try maint.run("run", "--due").expect(exit: 75).shows(
      "request 2 was made, for request 1 counts no more: its time was up")
    #expect(changes == nil)
  }

  @Test func lookingWritesNothingAndAsksNobody() throws {
    try maint.run("run", "daily", "--dry-run").expect(exit: 0).shows("a run asks for it")
    #expect(!maint.exists(maint.database))
    try maint.run("approvals").expect(exit: 0, out: "Nothing waits for approval.\n")
    try maint.run("run", "daily.web").expect(exit: 75)
    let before = try query("SELECT count(*) FROM audit; SELECT count(*) FROM approval")
    for words in [["run", "daily", "--dry-run"], ["plan", "daily"], ["due"], ["status"], ["approvals", "--all"]] {
      let ended = try maint.start(words).wait()
      #expect(ended.exit == 0 || words == ["status"])
    }
    #expect(try query("SELECT count(*) FROM audit; SELECT count(*) FROM approval") == before)
  }

  @Test(arguments: Rehearsing.accounts.filter(\.isRoot))
  func rehearsalsAndDrillsAskNobody(account: Account) throws {
    let rehearsing = try Rehearsing(account)
    let maint = rehearsing.maint
    let text = "approval: [daemon]\nchange: [{run: 'echo a > $host/f', undo: rm -f $host/f}]\nverify: [':']\n"
    try rehearsing.runbook(text)
    try maint.run("rehearse", "daily").expect(exit: 0)
    try maint.run("drill", "daily").expect(exit: 0)
    try maint.run("approvals", "--all").expect(exit: 0, out: "Nothing waits for approval.\n")
    // What the rehearsal has changed is approved with it.
    try maint.run("run", "daily").expect(exit: 75)
    maint.environment["SUDO_UID"] = Self.uid("daemon")
    try maint.run("approve", "1").expect(exit: 0)
    try maint.run("rehearse", "daily").expect(exit: 0)
    try maint.run("plan", "daily").shows("request 1 is approved by daemon")
    try rehearsing.prepare("echo b > f")
    try maint.run("rehearse", "daily").expect(exit: 0)
    maint.environment["SUDO_UID"] = nil
    try maint.run("run", "daily").expect(exit: 75).shows("another rehearsal changed other things")
  }

  /// Neither where the run log is to be nor what is open says that this is a rehearsal, even where all looks like one's.
  @Test func nobodyCanClaimToBeInARehearsal() throws {
    let place = "/run/maint-rehearsal"
    maint.globals = ["-C", "project"]
    // Of its own, so that nothing is left on the host whatever maint does.
    let mounts = "mount -t tmpfs -o mode=755 run /run; mkdir \(place); mount -t tmpfs -o mode=755 run \(place)"
    let unshare = ["/usr/bin/unshare", "--mount", "/bin/sh", "-euc", "\(mounts); exec \"$@\"", "sh"]
    maint.prefix = unshare
    for verb in [["run", "daily.web"], ["status"], ["recover"]] {
      for folder in ["\(place)/state", "/run/./maint-rehearsal//state/", "\(place)/other/state"] {
        maint.environment["MAINT_STATE"] = folder
        try maint.start(verb).wait().expect(exit: 64).shows("and this is the host itself", "MAINT_STATE")
      }
    }
    // By another way there it is a state folder like any.
    maint.environment["MAINT_STATE"] = "/run/../run/maint-rehearsal/state"
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 1 was made")
    let answers = """
      import os, socket, sys
      ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
      for answer in ["orders "] + ["goOn"] * 30: ours.send(answer.encode())
      os.dup2(ours.fileno(), 10)
      os.dup2(its.fileno(), 3)
      os.execv(sys.argv[1], sys.argv[1:])
      """
    maint.prefix = unshare + ["/usr/bin/python3", "-c", answers]
    try maint.run("carry-out-rehearsal", "daily.web").expect(exit: 64).shows("runs in a sandbox only")
    #expect(changes == nil && maint.text("checked") == nil)
  }

  /// Those who are named are told, with the plan; for who is no stakeholder, those that are warned.
  @Test func whoIsTold() throws {
    let coordination = """
      maintenance_coordination:
        channels:
          mail: {kind: command, run: 'true'}
          pager: {kind: command, run: 'true'}
          chat: {kind: command, run: 'true'}
        alerts: {warning: [mail], critical: [chat]}
        stakeholders: {daemon: {channels: [pager]}}
      """
    func channels(_ approval: String) throws -> String {
      try schedule("approval: \(approval)", coordination)
      try maint.run("run", "daily.web").expect(exit: 75)
      let last = "message = (SELECT max(message) FROM message WHERE key LIKE '%-approval-%')"
      return try query("SELECT group_concat(channel) FROM delivery WHERE \(last)")
    }
    #expect(try channels("[daemon]") == "pager\n")
    #expect(try channels("[bin]") == "mail\n")
    #expect(try channels("[daemon, '%bin']").contains("pager"))
    #expect(try channels("[bin, '%daemon']").split(separator: ",").count == 2)
    let requests = "FROM message WHERE key LIKE '%-approval-%' ORDER BY message LIMIT 1"
    let text = try query("SELECT subject, text \(requests)")
    for words in [
      "daily.web needs approval of daemon: request 1|", "\nsudo maint approve 1 -C /T/project --state /T/state\n",
      "\nsudo maint reject 1 --reason 'TEXT'", "Who answers is the user who logged in: sudo keeps that.",
      "echo \"$release\" >>", "release = 1",
    ] {
      #expect(text.contains(words), "\(text)")
    }
    #expect(
      try query("SELECT text \(requests) OFFSET 1").contains(
        "Request 1, made before it, counts no more: who approves it was daemon and is bin."))
  }

  /// One message says what became of it, to those who were asked and to who has asked.
  @Test func whoAskedHearsTheAnswer() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    let base = "http://127.0.0.1:\(receiver.port)"
    try schedule(
      "approval: {from: [daemon, mail], needed: 2}",
      """
      maintenance_coordination:
        channels:
          asked: {kind: webhook, url: "\(base)/asked"}
          asker: {kind: webhook, url: "\(base)/asker"}
          beat: {kind: ping, url: "\(base)/beat"}
        alerts: {warning: [asked], critical: [asked], info: none}
        stakeholders: {bin: {channels: [asker], gets: [issue_escalation]}}
      """)
    func messages() -> [(path: String, text: String)] {
      receiver.requests.map { ($0.path, "\($0.json["subject"] ?? "")\n\($0.json["text"] ?? "")") }
    }
    try run(as: "bin", "run", "daily.web").expect(exit: 75)
    // Nothing has begun, so nobody is told that it has, or that it is over.
    #expect(messages().map(\.path) == ["/asked"])
    try run(as: "daemon", "approve", "1", "--note", "seen").expect(exit: 0).shows("it waits for more: 1 of mail\n")
    #expect(messages().count == 1)
    try run(as: "mail", "approve", "1").expect(exit: 0).shows("may begin: maint run daily.web", "told: asked, asker\n")
    #expect(messages().dropFirst().map(\.path).sorted() == ["/asked", "/asker"])
    for words in [
      "request 1 (daily.web) is approved by daemon and mail\n", "asked for by bin, is approved by",
      "\ndaemon said: seen\n",
      "\nsudo maint run daily.web -C \(maint.project) --state \(maint.state)\n",
    ] {
      #expect(messages()[1].text.contains(words), "\(messages()[1].text)")
    }
    #expect(receiver.requests[1].json["level"] as? String == "info")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.run("run", "daily.web").expect(exit: 0)
    #expect(eventually { messages().count == 5 } && messages().map(\.path).suffix(2) == ["/beat/start", "/beat"])
    try run(as: "bin", "run", "daily.web").expect(exit: 75)
    try run(as: "mail", "reject", "2", "--reason", "not\nnow").expect(exit: 0)
    #expect(messages().count == 8)
    #expect(messages()[7].text.contains("request 2 (daily.web) is rejected by mail\n"))
    #expect(messages()[7].text.contains("\nmail said: not now\n"))
    #expect(messages()[7].text.contains("maint run daily.web --request-approval -C \(maint.project)"))
  }

  /// Whenever maint is killed while it asks, the request, its entry in the chain and its message are there together or
  /// not at all, and the next run asks once.
  @Test(arguments: ["before", "after"]) func killedWhileItAsks(moment: String) throws {
    let all =
      "(SELECT count(*) FROM approval) || ' ' || "
      + "(SELECT count(*) FROM audit WHERE text LIKE '%approval_requested%') || ' ' || "
      + "(SELECT count(*) FROM approval_part WHERE kind = 'window') || ' ' || "
      + "(SELECT count(*) FROM message WHERE key LIKE '%-approval-%') || ' ' || "
      + "(SELECT count(DISTINCT message) FROM delivery JOIN message USING (message) WHERE key LIKE '%-approval-%')"
    let schedule = """
      maintenance_schedule: {daily: [web]}
      maintenance_coordination:
        channels: {mail: {kind: command, run: 'true'}}
        alerts: {warning: [mail]}
      """
    for write in 1...40 {
      let maint = try Maint()
      try maint.runbook("web", "approval: [daemon]\nprecheck: [':']\n").schedule(schedule)
      maint.environment["MAINT_FAILPOINT"] = "\(moment):\(write)"
      let ended = try maint.run("run", "daily")
      maint.environment["MAINT_FAILPOINT"] = nil
      func count() throws -> String {
        try Running(
          ["/usr/bin/sqlite3", maint.database, "SELECT \(all)"], environment: [:], in: maint.folder, input: "/dev/null"
        ).wait().out.trimmingCharacters(in: .newlines)
      }
      if ended.exit == -SIGKILL, maint.exists(maint.database) {
        let found = try count()
        #expect(found == "0 0 0 0 0" || found == "1 1 1 1 1" || found == "", "\(moment) \(write): \(found)")
      }
      _ = try maint.run("recover")
      try maint.run("run", "daily").expect(exit: 75)
      #expect(try count() == "1 1 1 1 1")
      guard ended.exit == -SIGKILL else {
        #expect(write > 3)
        return
      }
    }
    Issue.record("the run never came to its end")
  }
}
