import Foundation
import Testing

/// What several messages tell of is one alarm, and what is left of it says all that there is to say.
@Suite struct OneAlarmTests {
  private static let hour = "UPDATE message SET at = at - 3600000000"
  private static let broken = "change: [exit 4]\nrollback: [exit 5]\n"

  /// `told`: a line for each message with its channel and level, and then its text.
  private func maint(_ schedule: String) throws -> Maint {
    let maint = try Maint()
    try maint.tellIntoFile()
    return try maint.schedule("maintenance_schedule: \(schedule)\n")
  }

  /// The page that goes to more people says no less than the first.
  @Test func whatIsLeftStillNeedsAHuman() throws {
    let maint = try maint("{daily: [a, half]}")
    try maint.runbook("a", "precheck: ['echo no room; exit 1']\n").runbook("half", Self.broken)
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    try maint.run("ack", "2", "--note", "I look at a").expect(exit: 0).shows(
      "message 2 is acknowledged by ", "\nnobody has said that they look after daily.half: maint ack 1 -C ")
    try maint.run("notify", "list").expect(exit: 0).shows(
      "acknowledged in part, by ", ": I look at a; not daily.half: maint ack 1 -C ")
    let list = try #require(try maint.json("notify", "list")["messages"] as? [[String: Any]])
    #expect(list.map { $0["not_acknowledged"] as? [String] } == [[], ["daily.half"]])
    try maint.sqlite(Self.hour)
    let before = maint.told.utf8.count
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    let page = String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self)
    for words in [
      "not acknowledged: NEEDS A HUMAN: daily.half failed and could not be rolled back", "the host may be half changed",
      "roll back again: ", "maint recover 1 -C ", "maint resolve 1 --note ", "\nRead more: ",
      "What else message 1 told of is over, or looked after.",
    ] {
      #expect(page.contains(words), "\(page)")
    }
    #expect(!page.contains("no room"))
    try maint.runbook("a", "precheck: [':']\n")
    try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
    try maint.run("notify", "list").expect(exit: 0).shows("not acknowledged (daily.half): maint ack 1 -C ")
  }

  /// Whichever of the two somebody has a word on.
  @Test(arguments: [["ack", "2"], ["ack", "1"], ["incident", "ack", "1"], ["incident", "resolve", "1"]])
  func anEmergencyIsOneAlarm(_ word: [String]) throws {
    let maint = try maint("{emergency: [{task: fix, runbook: bad, alert: critical}]}")
    try maint.runbook("bad", "description: bad\n\(Maint.failing)")
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 1)
    #expect(maint.toldSubjects.map { $0.contains("Incident 1") } == [true, false])
    try maint.run("status").shows("maint ack 2 -C ")
    let ended = try maint.start(word).wait().expect(exit: 0)
    if word == ["ack", "2"] { ended.shows("; so is incident 1\n") }
    #expect(
      (try maint.json("incident", "list", "--all")["incidents"] as? [[String: Any]])?.first?["acknowledged"]
        is [String: Any])
    let count = maint.toldSubjects.count
    for _ in 1...2 {
      try maint.sqlite(Self.hour)
      try maint.run("notify", "flush").expect(exit: 0, out: "nothing waits\n")
    }
    #expect(maint.toldSubjects.count == count)
    #expect(!(try maint.run("status").out.contains("maint ack ")))
    #expect(!(try maint.run("notify", "list").out.contains("not acknowledged")))
    try maint.run("audit", "verify").expect(exit: 0)
    // What fails after it was resolved is another one.
    if word.contains("resolve") {
      try maint.run("run", "emergency.fix", "--quiet").expect(exit: 1)
      #expect(maint.toldSubjects.dropFirst(count).map { $0.contains("Incident 2") } == [true, false])
    }
  }

  /// Somebody's word that the site is up is none on the host that is half changed.
  @Test(arguments: [true, false]) func whatNeedsAHumanIsNotOverWithItsIncident(_ isOfRun: Bool) throws {
    let maint = try maint("{emergency: [{task: fix, runbook: bad}], daily: [{task: half, runbook: bad}]}")
    try maint.runbook("bad", Self.broken)
    if isOfRun {
      try maint.run("run", "emergency.fix", "--quiet").expect(exit: 2)
    } else {
      try maint.run("run", "daily", "--quiet").expect(exit: 2)
      try maint.run("incident", "open", "site down", "--level", "critical").expect(exit: 0)
      try maint.run("incident", "link", "1", "1").expect(exit: 0)
    }
    try maint.run("incident", "ack", "1").expect(exit: 0)
    #expect(!(try maint.run("status").out.contains("nobody has said")))
    let task = isOfRun ? "emergency.fix" : "daily.half"
    var before = maint.told.utf8.count
    let folders = " -C /T/project --state /T/state"
    try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0).shows(
      "incident 1 is resolved; ", "this still NEEDS A HUMAN", "✗ \(task), run 1: failed and could not be rolled back: ",
      "maint show 1\(folders), mend what", "then maint recover 1\(folders); or",
      "maint resolve 1 --note 'what was done'\(folders); until then bad is refused")
    var new = String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self)
    for words in [
      "Incident 1 is resolved, but run 1 NEEDS A HUMAN: ",
      "up again\nNot over with it: \(task) of run 1 failed and could not be rolled back: ", "maint recover 1 -C ",
      "maint resolve 1 --note 'what was done' -C ", "maint show 1 -C ", "<page critical> [",
      "] critical: NEEDS A HUMAN: \(task) failed and could not be rolled back\n",
    ] {
      #expect(new.contains(words), "\(words): \(new)")
    }
    try maint.run("status").expect(exit: 2).shows("nobody has said that they look after it: maint ack ")
    before = maint.told.utf8.count
    try maint.sqlite(Self.hour)
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    new = String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self)
    #expect(new.contains("not acknowledged: NEEDS A HUMAN: \(task) failed"), "\(new)")
    // Who only looks back at it is not at what it was about.
    if !isOfRun { try maint.sqlite("DELETE FROM incident_run") }
    try maint.run("incident", "link", "1", "1").expect(exit: 0)
    try maint.run("status").expect(exit: 2).shows("nobody has said that they look after it: maint ack ")
    try maint.run("resolve", "1", "--note", "by hand").expect(exit: 0)
    try maint.sqlite("\(Self.hour); UPDATE failing SET told_at = told_at - 200000000000")
    try maint.run("notify", "flush").expect(exit: 0, out: "nothing waits\n")
  }

  /// And where nobody has, one page asks for it, with what fails.
  @Test func anEmergencyGoesUpOnce() throws {
    let maint = try maint("{emergency: [{task: fix, runbook: bad, alert: critical}]}")
    try maint.runbook("bad", "precheck: ['echo no room; exit 1']\n")
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 1)
    let pages = try pages(anHourLater: maint)
    #expect(pages.count == 1 && pages.first?.contains("not acknowledged: Incident 1") == true)
    #expect(maint.told.components(separatedBy: "What fails of its runs:\n\nemergency.fix failed").count > 1)
  }

  private func pages(anHourLater maint: Maint) throws -> [String] {
    let before = maint.toldSubjects.count
    try maint.sqlite(Self.hour)
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    return maint.toldSubjects.dropFirst(before).filter { $0.hasPrefix("<page ") }
  }

  /// Run 1, of daily.a, is linked to incident 1.
  private func failInIncident(_ maint: Maint) throws {
    try maint.runbook("a", Maint.failing)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("incident", "open", "site", "--level", "critical").expect(exit: 0)
    try maint.run("incident", "link", "1", "1").expect(exit: 0)
  }

  /// Also where the run was no run of it.
  @Test func whatIsLinkedToAnIncidentGoesUpWithIt() throws {
    let maint = try maint("{daily: [{task: a, alert: critical}]}")
    try failInIncident(maint)
    let pages = try pages(anHourLater: maint)
    #expect(pages.count == 1 && pages.first?.contains("not acknowledged: Incident 1") == true, "\(pages)")
  }

  /// Somebody's word on the incident brings no task to success.
  @Test func whatFailsStillIsNamedWhereItsIncidentIsResolved() throws {
    let maint = try maint("{daily: [a]}")
    try failInIncident(maint)
    try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0).shows(
      "\n  ! fails still: daily.a failed (run 1), and has not succeeded since\n")
    #expect(
      maint.told.contains("up again\nFails still: daily.a failed (run 1), and has not succeeded since\nAll of it: "),
      "\(maint.told)")
    let count = maint.toldSubjects.count
    try maint.sqlite("\(Self.hour); UPDATE failing SET told_at = told_at - 200000000000")
    try maint.run("notify", "flush").expect(exit: 0, out: "nothing waits\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(maint.toldSubjects.dropFirst(count).map { $0.hasSuffix("] warning: daily.a failed") } == [true])
    try maint.runbook("a", "precheck: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(maint.toldSubjects.dropFirst(count + 1).contains { $0.hasSuffix("] well again: daily.a") })
  }

  /// The clock does not wait for an incident to be over: what it has tried in the meantime is the same alarm.
  @Test(arguments: [true, false]) func whatWasTriedAgainIsNamedThere(_ isAcknowledged: Bool) throws {
    let maint = try maint("{daily: {max_attempts: 9, tasks: [a]}}")
    try failInIncident(maint)
    if isAcknowledged { try maint.run("incident", "ack", "1").expect(exit: 0) }
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    let fails = "daily.a failed (run 2), and has not succeeded since\n"
    try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0).shows("\n  ! fails still: \(fails)")
    #expect(maint.told.contains("up again\nFails still: \(fails)All of it: "), "\(maint.told)")
    func runAgain() throws -> [String] {
      let count = maint.toldSubjects.count
      try maint.run("run", "daily", "--quiet").expect(exit: 1)
      return Array(maint.toldSubjects.dropFirst(count))
    }
    let anew = try runAgain()
    #expect(anew.map { $0.hasSuffix("] warning: daily.a failed") } == [true], "\(anew)")
    // Whoever is at that is at it, whatever was resolved before.
    try maint.run("ack", try #require(try maint.sqliteLines("SELECT max(message) FROM message").first)).expect(exit: 0)
    for _ in 1...2 { #expect(try runAgain() == []) }
    #expect(try maint.sqliteLines("SELECT acknowledged FROM failing") == ["1"])
  }

  /// What another open incident is at is not left with this one.
  @Test func whatAnotherIncidentIsAtStaysItsOwn() throws {
    let maint = try maint("{daily: [a]}")
    try failInIncident(maint)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("incident", "open", "other", "--level", "critical").expect(exit: 0)
    try maint.run("incident", "link", "2", "2").expect(exit: 0)
    let resolved = try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0).out
    #expect(!resolved.contains("fails still"), "\(resolved)")
    try maint.run("incident", "resolve", "2", "--note", "no").expect(exit: 0).shows(
      "! fails still: daily.a failed (run 2)")
  }

  /// Whoever opens the message must see at once why it was refused: the host may be half changed.
  @Test func aTaskWithAnotherNameNeedsTheHumanToo() throws {
    let maint = try maint("{daily: [{task: half, runbook: bad}]}")
    try maint.runbook("bad", Self.broken)
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    try maint.schedule("maintenance_schedule: {daily: [{task: other, runbook: bad}]}\n")
    let before = maint.told.utf8.count
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    let new = String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self)
    #expect(
      new.contains("] critical: NEEDS A HUMAN: daily.other was refused\n") && new.contains("maint recover 1 -C "),
      "\(new)")
  }

  /// Whoever writes schedules takes a task out and puts it in again, and wakes nobody by that.
  @Test func aTaskThatComesAndGoesIsOneAlarm() throws {
    let maint = try maint("{daily: [a, b]}")
    try maint.runbook("a", Maint.failing).runbook("b", "precheck: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("ack", "1", "--note", "new disk").expect(exit: 0)
    for _ in 1...3 {
      for tasks in ["[b]", "[a, b]"] {
        try maint.schedule("maintenance_schedule: {daily: \(tasks)}\n")
        // By cron, which has nothing else to do.
        try maint.run("run", "--due", "--quiet").expect(exit: 0)
        #expect(
          try maint.sqliteLines("SELECT acknowledged, away_since IS NULL FROM failing")
            == ["1|\(tasks == "[b]" ? 0 : 1)"])
      }
    }
    try maint.run("status").expect(exit: 1).shows(": new disk")
    #expect(maint.toldSubjects.count == 1, "\(maint.told)")
    try maint.schedule("maintenance_schedule: {daily: [b]}\n")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try maint.passADayAway()
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(maint.toldSubjects.last?.hasSuffix("no longer a task: daily.a") == true)
    #expect(maint.toldSubjects.count == 2)
  }

  /// Whoever is told that a run has opened an incident knows that it has begun.
  @Test func theBeginningOfAnEmergencyIsOneMessage() throws {
    let maint = try Maint()
    try maint.tellIntoFile(
      "  alerts: {critical: [page], warning: [log], info: [log]}\n"
        + "  stakeholders: {ops: {channels: [page]}, others: {channels: [log], gets: [maintenance_notifications]}}\n")
    try maint.schedule("maintenance_schedule: {emergency: [{task: fix, alert: critical}]}\n")
    try maint.runbook("fix", Maint.changing)
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 0)
    #expect(
      maint.toldSubjects.filter { $0.hasPrefix("<page") && $0.contains("emergency.fix") }.count == 2, "its end, too")
    #expect(maint.toldSubjects.filter { $0.contains("maintenance begins") }.map { $0.hasPrefix("<log") } == [true])
  }

  /// Whoever was told that the host may be half changed hears that it is not; then it only fails.
  @Test func aRecoveryIsToldToWhoeverWasTold() throws {
    let maint = try maint("{daily: [{task: half, alert: warning}]}")
    try maint.runbook("half", "change: [exit 4]\nrollback: ['test -e \"$MAINT_PROJECT/mended\"']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    try maint.file("mended", "")
    var before = maint.told.utf8.count
    try maint.run("recover", "1", "--quiet").expect(exit: 0)
    var new = String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self)
    let subject = "] warning: rolled back: daily.half, it needs a human no more"
    #expect(maint.toldSubjects.count { $0.hasPrefix("<page ") && $0.hasSuffix(subject) } == 1, "\(new)")
    #expect(new.contains("daily.half failed and was rolled back (run 1): change step 'exit 4' exited with 4"), "\(new)")
    before = maint.told.utf8.count
    try maint.sqlite(Self.hour)
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    new += String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self)
    #expect(new.contains(": not acknowledged: daily.half failed and was rolled back\n"), "\(new)")
    for words in ["NEEDS A HUMAN", "maint recover", "maint resolve", "What else"] {
      #expect(!new.contains(words), "\(new)")
    }
    // It has failed from its first moment on, and not since it was recovered.
    try maint.sqlite("UPDATE message_task SET since = 1000000000 * 1000000 WHERE message = 1")
    try maint.sqlite("UPDATE message_task SET since = 1000000000 * 1000000 WHERE well_at IS NOT NULL")
    try maint.runbook("half", "precheck: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(maint.told.contains("daily.half has succeeded; it had failed since 2001-09-09 "), "\(maint.told)")
  }

  /// What needs a human is more than a warning of which somebody knows.
  @Test func whatIsGraverThanItsIncidentAsksForItself() throws {
    let maint = try maint("{emergency: [{task: fix, runbook: bad}]}")
    try maint.runbook("bad", Self.broken)
    try maint.run("incident", "open", "slow").expect(exit: 0)
    try maint.run("incident", "ack", "1").expect(exit: 0)
    try maint.run("run", "emergency.fix", "--incident", "1", "--quiet").expect(exit: 2)
    try maint.run("status").shows("nobody has said that they look after it: maint ack ")
    // Who has put it right is at the incident.
    try maint.run("resolve", "1", "--note", "by hand").expect(exit: 0)
    #expect(!(try maint.run("status").out.contains("nobody has said")))
  }

  /// Nobody tries it for 21 hours: whoever is told has to know.
  @Test func whatFailsAfterASuccessIsNotTriedAgain() throws {
    let maint = try maint("{annual: [a]}")
    try maint.runbook("a", "precheck: [':']\n")
    try maint.run("run", "annual.a", "--quiet").expect(exit: 0)
    try maint.runbook("a", Maint.failing)
    try maint.run("run", "annual.a", "--quiet").expect(exit: 1)
    #expect(maint.told.contains("\n  Nothing tries it again before "), "\(maint.told)")
  }
}
