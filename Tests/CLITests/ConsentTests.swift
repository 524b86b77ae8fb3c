import Foundation
import TestSupport
import Testing

/// Who is told what of approvals, and when, by a clock that the tests set.
@Suite(.enabled(if: Login.isSudosWithClock, "needs root, faketime, and no login id of the kernel's"))
struct ConsentTests: ApprovalSuite {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try prepare()
  }

  /// By the names behind a role, and with the command of who has to type it; and of two words, which is still missing.
  @Test func whoMayIsSaid() throws {
    try maint.run("run", "daily.web").expect(exit: 75).shows(
      "needs approval of 2 of lead (bin, %mail) or daemon: request 1")
    let folders = "-C /T/project --state /T/state"
    let answer = "for 2 of lead (bin, %mail) or daemon to type: sudo maint approve 1 \(folders)\n"
    try maint.run("approvals").expect(exit: 0).shows("   next      \(answer)")
    try maint.run("status").expect(exit: 0).shows(
      "needs approval of 2 of lead (bin, %mail) or daemon: ", "      \(answer)")
    try run(as: "bin", "approvals").expect(exit: 0).shows("   next      maint approve 1 \(folders)\n")
    try run(as: "games", "approve", "1").expect(exit: 77).shows(
      "games may not answer request 1 (daily.web)\nhint: it needs approval of 2 of lead (bin, %mail) or daemon\n")
    for words in [
      "waits for approval of 2 of lead (bin, %mail) or daemon.\n", "maint reject 1 --reason 'TEXT' -C",
      "\nOnce it is approved, the next run of the task begins it, also by the clock.\n",
    ] {
      #expect(try messages()[0].contains(words), "\(words)")
    }
    // Not due yet, and asked for all the same.
    try maint.run("due").expect(exit: 0).shows(
      "next 13:00 UTC; needs approval of 2 of lead (bin, %mail) or daemon: request 1 waits since 12:00 UTC; no success yet"
    )
    try run(as: "bin", "approve", "1").expect(exit: 0)
    try maint.run("status").expect(exit: 0).shows(
      "waits since 12:00 UTC; it waits for more: 1 of lead (%mail) or daemon\n")
    maint.setClock("@2026-12-01 12:00:20")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    maint.setClock("@2026-12-01 12:00:40")
    try maint.run("due").expect(exit: 0).shows(
      "next 13:00 UTC; request 1 is approved by bin and daemon, until 2026-12-08")
  }

  @Test func whatItsWindowHoldsUpIsSaid() throws {
    try schedule("[daemon]", "change_freeze: [{from: 2026-11-30, to: 2026-12-02, reason: trade}]")
    try maint.run("run", "daily.web").expect(exit: 75)
    #expect(try messages()[0].contains("\nApproved or not, it does not begin now: "))
  }

  /// Whoever has approved it hears that it was changed from the next call by the clock, and once.
  @Test func whatVoidsItIsToldAtOnce() throws {
    try schedule("[daemon]")
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    maint.setClock("@2026-12-01 12:01:00")
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    try maint.run("status").expect(exit: 0)
    let before = try messages().count
    try maint.file("lib.sh", ": two\n")
    let why = "counts no more: the file /T/project/lib.sh changed"
    for minute in 2...4 {
      maint.setClock("@2026-12-01 12:0\(minute):00")
      try maint.run("run", "--due").expect(exit: 0)
    }
    #expect(try messages().count == before + 1)
    let last = try #require(try messages().last)
    for words in [
      "request 1 (daily.web) \(why)\n", "approved by daemon, ", "\nsudo maint run daily.web -C /T/project",
    ] {
      #expect(last.contains(words), "\(last)")
    }
    try maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: the approval of daily.web counts no more.", "\n      maint run daily.web -C ")
    try maint.run("due").expect(exit: 0).shows("next 13:00 UTC; request 1 counts no more: the file ")
    // The run that asks anew tells of it itself.
    maint.setClock("@2026-12-01 13:00:10")
    try maint.file("lib.sh", ": three\n")
    try maint.run("run", "--due").expect(exit: 75)
    #expect(try messages().count == before + 2)
    #expect(try messages().last?.contains("Request 1, made before it, \(why)") == true)
  }

  /// Whoever leaves a role takes his word along: that is told as what it is.
  @Test func whoHasApprovedAndMayNotAnyMoreIsNamed() throws {
    try schedule("[lead]")
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "bin", "approve", "1").expect(exit: 0)
    try schedule("[lead]", "# bin has left")
    let text = try #require(maint.text("schedules/main.yaml"))
    try maint.schedule(text.replacingOccurrences(of: "lead: [bin,", with: "lead: [games,"))
    try maint.run("status").expect(exit: 1).shows("the approval of daily.web counts no more")
    try maint.run("run", "--due").expect(exit: 0)
    #expect(
      try messages().last?.contains("and approved by bin, counts no more: who approves it was lead (bin, ") == true)
    // And when all is as it was.
    try maint.schedule(text)
    for _ in 1...2 { try maint.run("run", "--due").expect(exit: 0) }
    #expect(try messages().filter { $0.contains("request 1 (daily.web) counts again\n") }.count == 1)
    #expect(try messages().last?.contains("It is approved by bin, and may begin until ") == true)
    try maint.run("status").expect(exit: 0)
    // The same change is another one then.
    let count = try messages().count
    try maint.schedule(text.replacingOccurrences(of: "lead: [bin,", with: "lead: [games,"))
    for _ in 1...2 { try maint.run("run", "--due").expect(exit: 0) }
    #expect(try messages().count == count + 1)
    #expect(try messages().last?.contains("counts no more") == true)
  }

  /// The answer, too, says when it begins, and how it begins in need.
  @Test func whatIsApprovedOutsideItsWindowSaysSo() throws {
    try schedule("[daemon]", "change_freeze: [{from: 2026-11-30, to: 2026-12-02, reason: trade}]")
    try maint.run("run", "daily.web").expect(exit: 75)
    let shut = "not now: change freeze until 2026-12-03 00:00 UTC (trade)"
    try run(as: "daemon", "approve", "1").expect(exit: 0).shows(
      "is approved by daemon and may begin, \(shut)",
      "\nNow all the same: maint run daily.web --override-window --reason 'TEXT' -C ")
    try maint.run("status").expect(exit: 0).shows("request 1 is approved, until 2026-12-08 12:00 UTC; \(shut)")
    try maint.run("approvals").expect(exit: 0).shows("approved, may begin, \(shut)")
    let last = try #require(try messages().last)
    #expect(last.contains("by the clock or with\nsudo maint run daily.web -C "), "\(last)")
    #expect(last.contains("\nNot now: change freeze until ") && last.contains(" --override-window --reason 'TEXT' -C "))
  }

  @Test func noClockStartsAnEmergency() throws {
    try maint.schedule(
      """
      maintenance_schedule: {emergency: [{task: web, approval: [daemon]}]}
      maintenance_coordination:
        channels: {mail: {kind: command, run: 'cat > /dev/null'}}
        alerts: {warning: [mail], critical: [mail], info: none}

      """)
    try maint.run("run", "emergency.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    #expect(try messages().allSatisfy { !$0.contains("by the clock") } && messages().count == 2)
  }

  /// Who said yes to the night of Sunday said nothing of Monday at noon.
  @Test func theWindowIsApproved() throws {
    let window = "maintenance_windows: {w: {day: Sunday, time: '02:00-04:00'}, x: {day: Monday, time: '00:00-23:00'}}"
    try schedule("[daemon], window: w", window)
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.run("approvals").expect(exit: 0).shows("   window    in the window 'w' (Sunday, 02:00-04:00)\n")
    try maint.run("status").expect(exit: 0)
    // A request of a version that knew nothing of it counts as it did.
    try schedule("[daemon], window: x", window)
    let was =
      "it was to begin in the window 'w' (Sunday, 02:00-04:00) and is to begin in the window 'x' (Monday, 00:00-23:00)"
    try maint.run("status").expect(exit: 1).shows("request 1 counts no more: \(was)")
    try maint.run("run", "daily.web").expect(exit: 75).shows("request 1 counts no more: \(was)")
  }

  @Test func whatNobodyCanGiveIsSaid() throws {
    try schedule("{from: [bin, daemon], needed: 2}")
    let missing = "2 of bin or daemon, of whom only bin is left: who asks does not count, and everybody counts once"
    let ask = "for another than daemon to type: maint run daily.web --request-approval -C "
    try run(as: "daemon", "run", "daily.web").expect(exit: 75).shows("; it needs \(missing); \(ask)")
    #expect(try messages()[0].contains("\nIt cannot be given: it needs \(missing). \(ask)"))
    try maint.run("approvals").expect(exit: 0).shows("   next      \(ask)")
    try maint.run("status").expect(exit: 0).shows("it waits for more: \(missing)\n", "      \(ask)")
    try maint.run("run", "daily.web", "--request-approval").expect(exit: 75)
    #expect(!(try maint.run("approvals").out.contains("is left")))
    try run(as: "bin", "approve", "2", "--run").expect(exit: 0).shows("; nothing is run yet\n")
  }

  /// Of what was asked for by hand, nobody would hear.
  @Test func whatHasExpiredIsSaid() throws {
    try maint.run("run", "daily.web").expect(exit: 75)
    try run(as: "bin", "approve", "1").expect(exit: 0)
    maint.setClock("@2026-12-09 12:00:00")
    try maint.run("status").shows(
      "  daily.web: request 1 has expired 2026-12-08 12:00 UTC with 1 of 2 given\n      to ask anew: maint run daily.web -C "
    )
    maint.setClock("@2026-12-20 12:00:00")
    #expect(!(try maint.run("status").out.contains("has expired")))
  }

  /// Cron is not to blame for what waited for somebody's word until now.
  @Test func whatWaitedIsNotOverdue() throws {
    // The files of the test are as old as they are.
    maint.environment["NO_FAKE_STAT"] = "1"
    try schedule("[daemon]")
    try maint.run("run", "--due").expect(exit: 0)
    maint.setClock("@2026-12-01 13:00:10")
    try maint.run("run", "--due").expect(exit: 75)
    maint.setClock("@2026-12-01 15:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    maint.setClock("@2026-12-01 15:10:00")
    #expect(!(try maint.run("status").expect(exit: 0).out.contains("verdue")))
    maint.setClock("@2026-12-01 16:30:00")
    try maint.run("status").expect(exit: 1).shows("1 task is overdue")
  }

  /// Cron is not to blame for a window that went by for want of an answer.
  @Test func aWindowThatWentByUnansweredSaysSo() throws {
    try maint.schedule(
      """
      maintenance_schedule: {weekly: [{task: web, approval: {from: [daemon], expires: 30d}}]}
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00"}

      """)
    for (moment, code) in [("01 12:00:00", 0), ("06 02:00:10", 75), ("06 12:00:00", 0), ("13 12:00:00", 0)]
      as [(String, Int32)]
    {
      maint.setClock("@2026-12-\(moment)")
      try maint.run("run", "--due", "--quiet").expect(exit: code)
    }
    maint.setClock("@2026-12-13 12:01:00")
    try maint.run("status").expect(exit: 1).shows(
      "weekly.web was due and missed its window 'weekly' of 2026-12-13 02:00",
      ": nobody has answered request 1 for its approval, which it waits for since 2026-12-06 02:00 UTC: it has missed 2 periods; next "
    )
  }

  /// Nobody else can write into it.
  @Test func aRunLogOfOneUser() throws {
    try maint.run("check").expect(exit: 0, err: "")
    try maint.run("run", "daily.web").expect(exit: 75)
    #expect(!(try maint.run("check").out.contains("nobody else")))
    #expect(chown(maint.state, getpwnam("games").pointee.pw_uid, 0) == 0)
    try maint.run("check").expect(exit: 0).shows(
      "warning: the run log in /T/state belongs to games, so nobody else can write an answer into it [too-few-approvers]"
    )
    try maint.run("approve", "1").expect(exit: 77).shows("the state folder belongs to games, who could")
    try schedule("{from: [games], self: true}")
    #expect(!(try maint.run("check").out.contains("nobody else")))
  }

  @Test func whatIsNoTaskAnyMoreIsNoTrouble() throws {
    try maint.runbook("bad", "precheck: ['false']\n")
    let text = "maintenance_schedule: {daily: [look, {task: bad, runbook: bad}]}\n"
    try maint.schedule(text)
    try maint.run("run", "daily").expect(exit: 1)
    try maint.run("status").expect(exit: 1).shows("maint run daily.bad")
    try maint.schedule("maintenance_schedule: {daily: [look]}\n")
    let status = try maint.run("status").expect(exit: 0)
    status.shows("✓ This host is fine", "no task of the project any more", "  · daily.bad, run 1")
    #expect(!status.out.contains("maint run daily.bad"))
    try maint.schedule(text)
    try maint.run("status").expect(exit: 1)
  }

  @Test func anEntryBeyondAllOthers() throws {
    try maint.run("run", "daily.look").expect(exit: 0)
    try Running(
      [
        "/usr/bin/sqlite3", maint.database,
        "UPDATE audit SET entry = \(Int.max) WHERE entry = (SELECT max(entry) FROM audit)",
      ],
      environment: [:], in: maint.folder, input: "/dev/null"
    ).wait().expect(exit: 0)
    try maint.run("run", "daily.look").expect(exit: 74).shows("and none can follow it")
    try maint.run("audit", "verify").expect(exit: 2).shows("✗ THE AUDIT CHAIN IS NOT WHOLE: ")
  }
}
