import Foundation
import TestSupport
import Testing

/// Tasks that wait for somebody's word: who is asked when, who is reminded, and what everybody else is told, by a clock that the tests
/// set.
@Suite(.enabled(if: Login.isSudosWithClock, "needs root, faketime, and no login id of the kernel's"))
struct ApprovalWaitTests: ApprovalSuite {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try prepare()
  }

  /// Security updates that wait for somebody on leave: whoever can answer hears of it again, and the host is not fine.
  @Test func whatNobodyAnswersIsTold() throws {
    try schedule("[daemon]")
    func due(_ moment: String, exit: Int32 = 0) throws -> [String] {
      maint.setClock("@2026-12-\(moment)")
      let before = maint.exists(maint.database) ? try messages().count : 0
      try maint.run("run", "--due", "--quiet").expect(exit: exit)
      return Array(try messages().dropFirst(before))
    }
    #expect(try due("01 13:00:10", exit: 75).count == 1)
    #expect(try due("01 22:00:00") == [])
    try maint.run("status").expect(exit: 0)
    let reminded = try due("02 13:30:00")
    #expect(reminded.count == 1)
    for words in [
      "daily.web is due and still waits for approval of daemon: request 1\n",
      "has waited for approval of daemon since 2026-12-01 13:00 UTC. It is due since 2026-12-01 13:00 UTC, and has missed 1 period "
        + "for want of an answer.\n", "maint approve 1 -C ", "maint reject 1 --reason 'TEXT' -C ",
      "maint approvals 1 -C ",
    ] {
      #expect(reminded.first?.contains(words) == true, "\(words): \(reminded)")
    }
    let told = maint.told.split(separator: "\n")
    #expect(
      told.count == 2 && told.allSatisfy { $0.contains(": request 1 / ") && $0.contains("maint approve 1 -C ") },
      "\(told)")
    #expect(try due("03 13:00:00") == [])
    try maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: daily.web has waited for an approval for 2 d 00 h, and missed 2 periods.",
      "  ! daily.web: waits for an approval since 2026-12-01 13:00 UTC (request 1), and missed 2 periods; it never succeeded\n",
      "      maint approvals -C ")
    #expect(!(try maint.run("status").out.contains("cron")))
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.web\",tier=\"daily\"} 1\n", "maint_status_code 1\n")
    #expect(try maint.run("dashboard").expect(exit: 0).out.contains("web: waits for an approval"))
    // Its time is up, and nobody has answered for all that: also while nothing asks anew.
    maint.setClock("@2026-12-08 13:30:00")
    try maint.run("status").expect(exit: 1).shows(
      "daily.web has waited for an approval for 7 d ",
      "  ! daily.web: waits for an approval since 2026-12-01 13:00 UTC (request 1), and missed 7 periods; it never succeeded\n"
    )
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.web\",tier=\"daily\"} 1\n", "maint_status_code 1\n")
    #expect(try maint.run("dashboard").expect(exit: 0).out.contains("web: waits for an approval"))
    // It is asked for anew.
    let anew = try due("08 14:00:00", exit: 75)
    #expect(anew.count == 1 && anew[0].contains("of daemon, in place of request 1: request 2\n"), "\(anew)")
    #expect(anew.first?.contains("\nRequest 1, made before it, counts no more: its time was up.\n") == true)
    try maint.run("status").expect(exit: 1).shows(
      "daily.web has waited for an approval for 7 d 01 h, and missed 7 periods.")
    #expect(try due("09 15:00:00").first?.contains("since 2026-12-01 13:00 UTC. It is due since 2026-12-01") == true)
    try run(as: "daemon", "approve", "2").expect(exit: 0)
    #expect(try due("09 15:30:00") == [])
    try maint.run("status").expect(exit: 0)
  }

  /// A task of the new period that it waits for is no excuse for those that it missed before, nor is a freeze; one in which that
  /// failed is none that it missed for want of an answer.
  @Test func whatNobodyAnswersIsToldWhileItWaitsForAnother() throws {
    try maint.runbook("look", "precheck: ['test ! -e \(maint.project)/bad']\n")
    let frozen = "change_freeze: [{from: 2026-12-04, to: 2026-12-05, reason: sale}]"
    let approval = "{from: [daemon], expires: 30d}, needs: [look]"
    func missed(_ moment: String, _ periods: Int) throws {
      maint.setClock("@2026-12-\(moment)")
      let words = "missed \(periods) period\(periods == 1 ? "." : "s.")"
      #expect(try maint.run("status").expect(exit: 1).out.contains(words), "\(moment)")
      let metrics = try maint.run("metrics", "--prometheus").expect(exit: 0).out
      #expect(metrics.contains("maint_task_overdue{task=\"daily.web\",tier=\"daily\"} 1\n"), "\(moment)")
      #expect(try maint.run("dashboard").expect(exit: 0).out.contains("web: waits for an approval"), "\(moment)")
    }
    try schedule(approval)
    try due("01 12:30:00", exit: 0)
    try due("01 13:00:10", exit: 75)
    try maint.run("status").expect(exit: 0)
    try missed("02 00:05:00", 1)
    try due("02 13:00:10", exit: 0)
    for moment in ["03 00:05:00", "03 12:55:00", "03 13:01:00"] { try missed(moment, 2) }
    try maint.file("bad", "")
    try due("03 13:01:10", exit: 1)
    try maint.run("status").expect(exit: 1).shows("missed 2 periods")
    try missed("03 23:00:00", 2)
    try schedule(approval, frozen)
    for moment in ["04 00:05:00", "04 12:55:00"] { try missed(moment, 2) }
    try FileManager.default.removeItem(atPath: "\(maint.project)/bad")
    for day in ["04", "05", "06"] {
      try due("\(day) 13:00:10", exit: 0)
      try missed("\(day) 23:00:00", 2)
    }
    try missed("07 00:05:00", 3)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    maint.setClock("@2026-12-07 00:10:00")
    try maint.run("status").expect(exit: 0)
  }

  /// The last yes comes in a freeze: the host has missed those periods all the same, and no cron is to blame.
  @Test func whatIsAnsweredInAFreezeHadWaited() throws {
    let approval = "{from: [daemon], expires: 30d}"
    try schedule(approval)
    try due("01 13:00:10", exit: 75)
    for moment in ["02 13:05:00", "03 13:05:00"] { try due(moment, exit: 0) }
    try schedule(approval, "change_freeze: [{from: 2026-12-04, to: 2026-12-06, reason: audit}]")
    for moment in ["04 13:05:00", "05 13:05:00"] { try due(moment, exit: 0) }
    maint.setClock("@2026-12-05 14:00:00")
    try maint.run("status").expect(exit: 1).shows("daily.web has waited for an approval for 4 d ")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    for moment in ["05 14:05:00", "06 13:05:00"] {
      try due(moment, exit: 0)
      let status = try maint.run("status").expect(exit: 1)
      status.shows(
        "  ! daily.web: due since 2026-12-01 13:00 UTC; it never succeeded; it waited for an approval until ",
        "; now the freeze 'audit' holds it up until 2026-12-07 00:00 UTC\n",
        " starts what is due once the freeze is over\n")
      #expect(!status.out.contains("cron"), "\(status.out)")
    }
    try due("07 00:05:00", exit: 0)
    try maint.run("status").expect(exit: 0)
  }

  /// The word of one of two is no answer: who has not given his is waited for, whatever became of the request.
  @Test func halfAnAnswerIsNone() throws {
    try maint.run("run", "--due").expect(exit: 0)
    maint.setClock("@2026-12-01 13:00:10")
    try maint.run("run", "--due", "--quiet").expect(exit: 75)
    maint.setClock("@2026-12-01 14:00:00")
    try run(as: "bin", "approve", "1").expect(exit: 0)
    func waits(_ request: Int) throws {
      try maint.run("status").expect(exit: 1).shows(
        "daily.web: waits for an approval since 2026-12-01 13:00 UTC (request \(request)), and missed 7 periods; ")
    }
    maint.setClock("@2026-12-08 13:30:00")
    try waits(1)
    // And asked for anew it has waited as long.
    maint.setClock("@2026-12-08 14:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 75)
    try waits(2)
    // A change of what was asked for is no answer either.
    try maint.file("lib.sh", ": two\n")
    try waits(2)
  }

  /// Who is asked at two on a Sunday answers when the window is over: so it is asked for before, and nothing begins by that.
  @Test func whatWaitsForAWindowIsAskedForBefore() throws {
    try weekly("{from: [daemon], expires: 1h}, needs: [look]")
    try due("03 12:00:00", exit: 0)
    #expect(try maint.run("log", "--json").out.contains("\"run\"") == false)
    try due("04 02:10:00", exit: 75)
    let asked = try #require(try messages().first)
    #expect(asked.contains("\nApproved or not, it does not begin now: outside its window 'weekly' ("), "\(asked)")
    #expect(asked.contains("; it counts until 2026-12-06 04:00 UTC.\n"), "\(asked)")
    // Not what it needs either, which is a matter of that night.
    #expect(!(try maint.run("show", "1").expect(exit: 0).out.contains("weekly.look")))
    try due("04 02:20:00", exit: 0)
    #expect(try messages().count == 1)
    for moment in ["05 12:00:00", "05 12:10:00"] { try due(moment, exit: 0) }
    let reminded = try messages().dropFirst()
    #expect(
      reminded.count == 1
        && reminded.last?.hasPrefix("\nweekly.web still waits for approval of daemon: request 1\n") == true
        && reminded.last?.contains(" since 2026-12-04 02:10 UTC. Its window opens 2026-12-06 02:00 UTC.\n") == true,
      "\(reminded)")
    maint.setClock("@2026-12-05 13:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0).shows("may begin, not now: outside its window 'weekly'")
    try due("05 13:10:00", exit: 0)
    #expect(!maint.exists("\(maint.folder)/done"))
    try due("06 02:00:10", exit: 0)
    #expect(maint.exists("\(maint.folder)/done"))
    #expect(try messages().count == 3)
  }

  /// A week after it was asked for is just when the window opens again.
  @Test func anApprovalOutlastsTheWindowThatItIsFor() throws {
    try weekly("[daemon]")
    try due("06 02:00:10", exit: 75)
    maint.setClock("@2026-12-07 12:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    #expect(try messages().last?.contains("It may begin until 2026-12-13 04:00 UTC, by the clock") == true)
    try maint.run("audit", "verify").expect(exit: 0)
    try due("13 02:05:00", exit: 0)
    #expect(maint.exists("\(maint.folder)/done"))
  }

  /// In a window that a freeze closes nothing may begin: nobody is asked for that one.
  @Test func aFreezePutsOffWhenItIsAskedFor() throws {
    try weekly("[daemon]", "change_freeze: [{from: 2026-12-06, to: 2026-12-06, reason: party}]\n")
    for moment in ["04 12:00:00", "05 12:00:00"] { try due(moment, exit: 0) }
    #expect(try messages() == [])
    // Somebody asks all the same.
    try maint.run("run", "weekly.web", "--quiet").expect(exit: 75)
    for moment in ["05 23:00:00", "06 01:59:00"] { try due(moment, exit: 0) }
    #expect(try messages().count == 1)
    try due("11 12:00:00", exit: 0)
    let reminded = try #require(try messages().last)
    #expect(reminded.contains(" Its window opens 2026-12-13 02:00 UTC.\n"), "\(reminded)")
  }

  /// Whose window ends with the week: what it needs was done in it, and is not in the new week.
  @Test func nobodyAnswersAndTheWeekIsOver() throws {
    try weekly("[daemon], needs: [look]", time: "22:00-02:00")
    for moment in ["04 23:00:00"] { try due(moment, exit: 75) }
    for moment in ["06 22:05:00", "07 01:55:00"] {
      maint.setClock("@2026-12-\(moment)"); _ = try maint.run("run", "--due", "--quiet")
    }
    func missed() throws -> [String] {
      try maint.sqliteLines("SELECT subject || text FROM message WHERE text LIKE '%missed its window%'")
    }
    #expect(try missed() == [])
    maint.setClock("@2026-12-07 02:05:00")
    let said = try maint.run("run", "--due", "--quiet").expect(exit: 0).err
    #expect(
      said.contains(
        "weekly.web was due and missed its window 'weekly' of 2026-12-06 22:00 UTC to 2026-12-07 02:00 UTC: ")
        && said.contains("nobody has answered request 1 for its approval"), "\(said)")
    maint.setClock("@2026-12-07 02:06:00")
    #expect(!(try maint.run("run", "--due", "--quiet").expect(exit: 0).err.contains("missed its window")))
    maint.setClock("@2026-12-10 12:00:00")
    try maint.run("status").expect(exit: 1).shows(
      "weekly.web was due and missed its window 'weekly' of 2026-12-06 22:00")
  }

  /// A task that has left the schedules is begun by no run.
  @Test func whatHasLeftTheSchedulesIsNotApproved() throws {
    try weekly("[daemon]")
    try due("04 12:00:00", exit: 75)
    let whole = try String(contentsOfFile: "\(maint.project)/schedules/main.yaml", encoding: .utf8)
    try maint.schedule(whole.replacingOccurrences(of: "{task: web, approval: [daemon]}, ", with: ""))
    maint.setClock("@2026-12-04 13:00:00")
    let why = "counts no more: the tier 'weekly' has no task 'web' any more"
    let refused = try run(as: "daemon", "approve", "1").expect(exit: 75)
    #expect(refused.err.contains("request 1 (weekly.web) \(why)\n"), "\(refused.err)")
    #expect(refused.err.contains("hint: once it is there again, just as it was, the request counts again\n"))
    let listed = try maint.run("approvals").expect(exit: 0).out
    #expect(listed.contains(why) && !listed.contains("asks anew") && !listed.contains("   next "), "\(listed)")
    for moment in ["04 14:00:00", "04 15:00:00", "05 16:00:00"] { try due(moment, exit: 0) }
    #expect(try messages().count == 2)
    let told = try #require(try messages().last)
    #expect(
      told.contains("request 1 (weekly.web) \(why)\n") && told.contains("approved by nobody yet, \(why).\n")
        && !told.contains("maint run"), "\(told)")
    // It is back.
    try maint.schedule(whole)
    try due("05 17:00:00", exit: 0)
    #expect(try messages().contains { $0.contains("request 1 (weekly.web) counts again\n") })
    maint.setClock("@2026-12-05 18:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.schedule(whole.replacingOccurrences(of: "{task: web, approval: [daemon]}, ", with: ""))
    let status = try maint.run("status").out
    #expect(status.contains(why) && !status.contains("may begin"), "\(status)")
    // Nor is there a command that begins it, approved or not.
    let no = try run(as: "daemon", "reject", "1", "--reason", "gone").expect(exit: 0).out
    #expect(no.contains("is rejected by daemon: the task does not begin until it is changed\n"), "\(no)")
    let last = try #require(try messages().last)
    #expect(last.contains("daemon said: gone\nIt does not begin as it is.") && !last.contains("maint run"), "\(last)")
    for verb in [["approve", "1"], ["reject", "1", "--reason", "again"]] {
      let again = try maint.start(verb).wait().expect(exit: 75).err
      #expect(
        again.contains("request 1 (weekly.web) was rejected by daemon: gone\n")
          && again.contains("hint: the tier 'weekly' has no task 'web' any more\n"), "\(again)")
    }
  }

  /// Five tasks that wait are one message; and nobody is asked again who has said yes.
  @Test func whoHasNotAnsweredIsReminded() throws {
    func channel(_ name: String) -> String {
      "{kind: command, run: 'echo \"\(name) $subject\" >> \(maint.folder)/told'}"
    }
    let approval = "approval: {from: [bin, daemon], needed: 2}"
    try maint.schedule(
      """
      maintenance_schedule:
        daily:
          at: "13:00"
          tasks:
            - {task: web, runbook: web, \(approval)}
            - {task: one, runbook: web, \(approval)}
            - {task: two, runbook: web, \(approval)}
            - {task: three, runbook: web, \(approval)}
      maintenance_coordination:
        channels: {post: \(channel("post")), sms: \(channel("sms"))}
        stakeholders: {bin: {channels: [post], gets: []}, daemon: {channels: [sms], gets: []}}
        alerts: {warning: none, critical: none, info: none}

      """)
    try maint.run("run", "--due").expect(exit: 0)
    try due("01 13:00:10", exit: 75)
    #expect(maint.told.split(separator: "\n").count == 8)
    for request in 1...3 { try run(as: "bin", "approve", "\(request)").expect(exit: 0) }
    func reminded(_ moment: String) throws -> [String] {
      let before = maint.told.utf8.count
      try due(moment, exit: 0)
      return String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self).split(separator: "\n").map(String.init)
        .sorted()
    }
    let told = try reminded("02 13:30:00").map {
      $0.replacingOccurrences(of: #"\[[^ ]*\] warning: "#, with: "", options: .regularExpression)
    }
    #expect(
      told == [
        "post daily.three is due and still waits for approval of 2 of bin or daemon: request 4",
        "sms 4 tasks wait for an approval: daily.web, daily.one, daily.two and 1 more",
      ], "\(told)")
    let text = try #require(try messages().first { $0.contains("4 tasks wait") })
    for request in 1...4 { #expect(text.contains("maint approve \(request) -C "), "\(text)") }
    #expect(text.contains("Approved by bin so far; it waits for more: 1 of daemon.\n"), "\(text)")
    #expect(try reminded("03 13:00:00") == [])
    #expect(try reminded("03 14:00:00").count == 2)
  }
}
