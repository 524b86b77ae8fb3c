import Foundation
import TestSupport
import Testing

/// Approvals and the windows that they are for, by a clock that the tests set.
@Suite(.enabled(if: Login.isSudosWithClock, "needs root, faketime, and no login id of the kernel's"))
struct ApprovalWindowTests: ApprovalSuite {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try prepare()
  }

  /// No cron is to blame where somebody has said no, nor nobody where one of two has said yes.
  @Test func aMissedWindowNamesWhoHasAnswered() throws {
    for (approval, words, cause) in [
      (
        "[daemon]", ["reject", "1", "--reason", "not now"],
        "daemon has rejected request 1 for its approval: not now; next "
      ),
      (
        "{from: [daemon, bin], needed: 2}", ["approve", "1"],
        "request 1 for its approval is approved by daemon alone, and needs more than that; next "
      ),
    ] {
      try? maint.remove("../state")
      try weekly(approval)
      try due("04 12:00:00", exit: 75)
      maint.setClock("@2026-12-04 13:00:00")
      maint.environment["SUDO_UID"] = getpwnam("daemon").map { "\($0.pointee.pw_uid)" }
      try maint.start(words).wait().expect(exit: 0)
      maint.environment["SUDO_UID"] = nil
      for moment in ["06 02:10:00", "06 03:50:00"] { try due(moment, exit: 0) }
      maint.setClock("@2026-12-06 04:10:00")
      let said = try maint.run("run", "--due", "--quiet").expect(exit: 0).err
      #expect(said.contains("weekly.web was due and missed its window 'weekly' of 2026-12-06 02:00 UTC to "), "\(said)")
      #expect(said.contains(": \(cause)"), "\(said)")
    }
  }

  /// The approval is used up by the try that failed: people learn that with the failure, and not at three in the morning.
  @Test func aFailedTryNeedsANewApproval() throws {
    try weekly("[daemon]")
    let fails = "[ ! -e \(maint.folder)/bad ]"
    try maint.runbook("web", "change: [{run: ':', undo: ':'}]\nverify: ['\(fails)']\n")
    _ = FileManager.default.createFile(atPath: "\(maint.folder)/bad", contents: nil)
    func told(_ words: String) throws -> [String] {
      try maint.sqliteLines("SELECT replace(text, char(10), ' ') FROM message WHERE subject LIKE '%\(words)%'")
    }
    try due("04 12:00:00", exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try due("06 02:00:00", exit: 3)
    let failed = try told("failed and was rolled back")
    #expect(
      failed.count == 1
        && failed[0].contains(" needs a new approval, which run --due asks for, before it is tried again, ")
        && !failed[0].contains("It is tried again"), "\(failed)")
    maint.setClock("@2026-12-06 02:10:00")
    try maint.run("status").expect(exit: 1).shows(
      " asks for the new approval that it needs to be tried again, from 03:00 UTC on\n")
    try maint.run("due").shows("failed 1 of 3, again 03:00 UTC; it needs a new approval, which run --due asks for; ")
    // Asked for before its time: that is what it waits for.
    try maint.run("run", "weekly.web").expect(exit: 75)
    maint.setClock("@2026-12-06 02:20:00")
    try maint.run("status").shows(" tries it again from 03:00 UTC on, once request 2 for its approval is approved\n")
    for moment in ["06 03:05:00", "06 04:05:00"] { try due(moment, exit: 0) }
    let why = "as request 2 for its approval was not answered before its window ended"
    let givenUp = try told("is given up")
    #expect(givenUp.count == 1 && givenUp[0].contains(why), "\(givenUp)")
    maint.setClock("@2026-12-06 05:00:00")
    try maint.run("status").expect(exit: 1).shows("weekly.web is given up after 1 failure, \(why): it is due again ")
    // With an approval it is tried by the clock.
    try run(as: "daemon", "approve", "2").expect(exit: 0)
    try due("13 02:00:00", exit: 3)
    try maint.run("run", "weekly.web").expect(exit: 75)
    try run(as: "daemon", "approve", "3").expect(exit: 0)
    maint.setClock("@2026-12-13 02:30:00")
    try maint.run("status").shows(" tries it again from 03:00 UTC on\n")
    // Nothing calls it.
    maint.setClock("@2026-12-13 09:00:00")
    let unanswered = try maint.run("run", "--due", "--quiet").expect(exit: 0).err
    #expect(unanswered.contains("as nothing tried it again before its window ended: "), "\(unanswered)")
  }

  /// By how it stood when the window was over: an answer that comes before the next call came too late for all that, and no cron is to
  /// blame. Nor is one where the last word came when the window was nearly over.
  @Test(arguments: [
    (
      ["06 03:30:00 bin approve 1", "06 04:01:00 daemon approve 1"],
      "request 1 for its approval was approved by bin alone by then, and needed more than that (since then approved by daemon)"
    ),
    (
      ["06 04:01:00 daemon approve 1", "06 04:02:00 bin approve 1"],
      "nobody had answered request 1 for its approval by then (since then approved by daemon and bin)"
    ),
    (
      ["06 04:01:00 daemon reject 1 --reason late"],
      "nobody had answered request 1 for its approval by then (since then daemon has rejected it: late)"
    ),
    (
      ["06 03:59:00 bin approve 1", "06 03:58:00 daemon approve 1"],
      "request 1 for its approval was approved by daemon and bin at 2026-12-06 03:59 UTC, and nothing started it from then on"
    ),
    (
      ["05 13:00:00 bin approve 1", "05 13:00:00 daemon approve 1"],
      "nothing started it in that time; were this host and its cron at work?"
    ),
    (
      ["05 13:00:00 bin reject 1 --reason no", "06 04:01:00 root run weekly.web --request-approval --quiet"],
      "bin has rejected request 1 for its approval: no"
    ),
  ]) func anAnswerThatComesTooLate(_ answers: [String], _ cause: String) throws {
    try weekly("{from: [daemon, bin], needed: 2}")
    for moment in ["03 12:00:00", "04 12:00:00"] { try due(moment, exit: moment < "04" ? 0 : 75) }
    for answer in answers {
      let words = answer.split(separator: " ").map(String.init)
      maint.setClock("@2026-12-\(words[0]) \(words[1])")
      maint.environment["SUDO_UID"] = getpwnam(words[2]).map { "\($0.pointee.pw_uid)" }
      try maint.start(Array(words[3...])).wait().expect(exit: words[3] == "run" ? 75 : 0)
      maint.environment["SUDO_UID"] = nil
    }
    maint.setClock("@2026-12-06 04:30:00")
    let said = try maint.run("run", "--due", "--quiet").expect(exit: 0).err
    let missed = "weekly.web was due and missed its window 'weekly' of 2026-12-06 02:00 UTC to 2026-12-06 04:00 UTC: "
    #expect(said.contains("\(missed)\(cause); next 2026-12-13 02:00 UTC"), "\(said)")
  }

  /// Whoever asks by hand before the window is heard, though what the task needs is not to begin before that either.
  @Test(arguments: ["weekly.web", "weekly"]) func whatNeedsAnotherIsAskedForByHand(_ target: String) throws {
    try weekly("[daemon], needs: [look]")
    try maint.runbook("look", "change: [{run: ':', undo: ':'}]\nverify: [':']\n")
    maint.setClock("@2026-11-30 12:00:00")
    let asked = try maint.run("run", target).expect(exit: 75)
    #expect(asked.out.contains("needs approval of daemon: request 1 was made"), "\(asked.out)")
    #expect(try messages().count == 1)
    let rejected = try run(as: "daemon", "reject", "1", "--reason", "no").expect(exit: 0)
    #expect(rejected.out.contains("request 1"), "\(rejected.out)")
    let anew = try maint.run("run", target, "--request-approval").expect(exit: 75)
    #expect(anew.out.contains("request 2 was made"), "\(anew.out)")
    try run(as: "daemon", "approve", "2").expect(exit: 0)
    // It begins nothing by that.
    #expect(try maint.sqliteLines("SELECT count(*) FROM task WHERE started_at IS NOT NULL") == ["0"])
    try due("06 02:05:00", exit: 0)
    #expect(maint.exists("\(maint.folder)/done"))
  }

  /// All have said yes for Sunday, and then it is frozen: their word counts for the next one.
  @Test(arguments: ["{from: [daemon], expires: 6h}", "[daemon]"])
  func aFreezeThatComesLaterEndsNoApproval(_ approval: String) throws {
    try weekly(approval)
    try due("04 12:00:00", exit: 75)
    maint.setClock("@2026-12-04 13:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try weekly(approval, "change_freeze: [{from: 2026-12-06, to: 2026-12-06, reason: party}]\n")
    for moment in ["04 14:00:00", "04 15:00:00", "06 02:05:00", "07 12:00:00", "11 23:00:00"] {
      try due(moment, exit: 0)
    }
    #expect(!maint.exists("\(maint.folder)/done"))
    let told = try messages()
    #expect(told.count == 2, "nobody is asked again: \(told)")
    #expect(try maint.run("approvals", "1").expect(exit: 0).out.contains("2026-12-13 04:00 UTC"))
    #expect(
      try maint.sqliteLines("SELECT count(*) FROM audit WHERE text LIKE '%approval_prolonged%a freeze puts off%'") == [
        "1"
      ])
    try due("13 02:05:00", exit: 0)
    #expect(maint.exists("\(maint.folder)/done"))
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// A window that went by for another reason is no freeze.
  @Test func aWindowThatWentByProlongsNothing() throws {
    try weekly("[daemon]", "change_freeze: [{from: 2026-12-20, to: 2026-12-20, reason: party}]\n")
    try due("04 12:00:00", exit: 75)
    maint.setClock("@2026-12-04 13:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try due("07 12:00:00", exit: 0)
    #expect(try maint.sqliteLines("SELECT count(*) FROM audit WHERE text LIKE '%approval_prolonged%'") == ["0"])
  }

  /// What the task needs failed in the one window that the approval is for: by the next one it is over.
  @Test func noStartIsNamedAfterItsEnd() throws {
    try weekly("[daemon], needs: [look]")
    try maint.runbook("look", "precheck: ['test -e \(maint.project)/good']\n")
    try due("04 12:00:00", exit: 75)
    let window = "outside its window 'weekly' (Sunday, 02:00-04:00); "
    maint.setClock("@2026-12-05 13:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0).shows("\(window)it may start 2026-12-06 02:00 UTC. Then:")
    let over =
      "\(window)it is over before the next time that it may start, which is 2026-12-13 02:00 UTC: for that a run asks anew"
    func says(_ words: String, _ arguments: String...) throws {
      let said = try maint.start(arguments).wait()
      #expect(said.out.contains(words), "\(said.out)")
    }
    try says("is approved, until 2026-12-11 12:00 UTC; not now: \(window)it may start 2026-12-06 02:00", "status")
    try due("06 02:05:00", exit: 1)
    maint.setClock("@2026-12-06 12:00:00")
    try says("is approved, until 2026-12-11 12:00 UTC; not now: \(over)\n", "status")
    try says("1  weekly.web: approved, may begin, not now: \(over)\n", "approvals")
    try says(
      "is approved by daemon, until 2026-12-11 12:00 UTC, so not when it may start: a run asks anew", "plan",
      "weekly.web")
    try run(as: "daemon", "approve", "1").expect(exit: 0).shows(", not now: \(over). Then: ")
    try says("mend what it needs, then maint run weekly.web", "status")
    try maint.file("good", "")
    try maint.run("run", "weekly.look", "--quiet").expect(exit: 0)
    try says("what it needs did not succeed, and has since; maint run weekly.web", "status")
    try due("11 12:10:00", exit: 75)
    #expect(try messages().last?.contains("in place of request 1: request 2\n") == true)
    try says("2  weekly.web: waits for approval of daemon\n", "approvals")
  }

  /// Whoever looks after weeks has to know that they were weeks.
  @Test func whatGoesUnansweredForWeeksSaysSo() throws {
    try weekly("{from: [daemon], expires: 6h}")
    for day in ["04", "06", "11", "13", "18", "20"] {
      maint.setClock("@2026-12-\(day) 02:30:00")
      _ = try maint.run("run", "--due", "--quiet")
    }
    maint.setClock("@2026-12-20 04:30:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    let words =
      "for its approval, which it waits for since 2026-12-04 02:30 UTC: it has missed 3 periods; next 2026-12-27"
    // Each process begins at the time that was set: what a slow one has told is not of later than now.
    maint.setClock("@2026-12-20 04:31:00")
    try maint.run("status").expect(exit: 1).shows(words)
    let told = try maint.sqliteLines(
      "SELECT text FROM message WHERE subject LIKE '%missed its window%' ORDER BY message")
    #expect(told.count == 3 && told[0].contains("for its approval; next ") && told[2].contains(words), "\(told)")
  }

  /// Nobody plans by a next window in which nothing may begin.
  @Test func theNextWindowIsNoFrozenOne() throws {
    try weekly("[daemon]", "change_freeze: [{from: 2026-12-13, to: 2026-12-13, reason: party}]\n")
    try due("04 12:00:00", exit: 75)
    maint.setClock("@2026-12-06 04:10:00")
    let said = try maint.run("run", "--due", "--quiet").expect(exit: 0).err
    #expect(said.contains("nobody has answered request 1 for its approval; next 2026-12-20 02:00 UTC"), "\(said)")
  }
}
