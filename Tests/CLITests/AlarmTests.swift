import Foundation
import Testing

/// An alarm as people live through it: told, acknowledged, gone up, over.
@Suite struct AlarmTests {
  private static let hour = "UPDATE message SET at = at - 3600000000"

  /// What is told goes to `told`, a line for each message with its channel and level, and then its text.
  private func maint(_ tasks: String = "{max_attempts: 1, tasks: [a]}", _ rest: String = "") throws -> Maint {
    let maint = try Maint()
    if rest.isEmpty { try maint.tellIntoFile() } else { try maint.tellIntoFile(rest) }
    return try maint.schedule("maintenance_schedule: {annual: \(tasks)}\n")
  }

  private func first(_ maint: Maint) -> String { maint.toldSubjects.first ?? "" }
  private func last(_ maint: Maint) -> String { maint.toldSubjects.last ?? "" }

  @Test func aFailureIsOneAlarmFromItsBeginningToItsEnd() throws {
    let maint = try maint()
    try maint.runbook("a", "precheck: [{name: shop, run: 'echo HTTP 502 from shop; test -e \(maint.folder)/up'}]\n")
    // Of `due` all that it says stands in the one message.
    let ended = try maint.run("run", "--due", "--quiet").expect(exit: 1)
    #expect(ended.err.contains("maint: annual.a is given up after 1 failure, as max_attempts is 1: it is due again "))
    #expect(maint.toldSubjects.count == 1)
    #expect(
      first(maint).hasPrefix("<log warning> ") && first(maint).contains("annual.a failed, given up until "))
    #expect(maint.told.contains("\n  | HTTP 502 from shop\n  annual.a is given up after 1 failure"))
    #expect(maint.told.contains("maint output 1 annual.a -C "))
    // Gone up, it is still the one thing to be acknowledged.
    try maint.sqlite(Self.hour)
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    #expect(maint.toldSubjects.count == 2 && last(maint).hasPrefix("<page critical> "))
    try maint.run("status").expect(exit: 1).shows("nobody has said that they look after it: maint ack 2")
    try maint.run("ack", "1", "--note", "on it").expect(exit: 0).shows("message 1 is acknowledged by ")
    try maint.run("ack", "2").expect(exit: 0).shows("message 2 was acknowledged by ")
    try maint.run("ack", "2", "--note", "taking over").expect(exit: 0).shows(
      "now, and the note is kept; before that by ")
    try maint.run("status").expect(exit: 1).shows(" ago: taking over")
    try maint.run("audit", "export").shows("on it").shows("taking over")
    try "".write(toFile: "\(maint.folder)/up", atomically: true, encoding: .utf8)
    try maint.run("run", "annual.a", "--quiet").expect(exit: 0)
    #expect(
      maint.toldSubjects.count == 4
        && maint.toldSubjects.dropFirst(2).allSatisfy { $0.contains("well again: annual.a") })
    for _ in 1...2 {
      try maint.sqlite(Self.hour)
      try maint.run("notify", "flush").expect(exit: 0, out: "nothing waits\n")
    }
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// Fifty tasks that are given up are one message, too.
  @Test func whatIsGivenUpTogetherIsToldTogether() throws {
    let maint = try maint("[a]")
    try maint.schedule(
      "maintenance_schedule: {annual: {max_attempts: 2, retry_after: 1s, tasks: [{task: a, runbook: a}, {task: b, runbook: a}]}}\n"
    )
    try maint.runbook("a", Maint.failing)
    try maint.run("run", "--due", "--quiet").expect(exit: 1)
    #expect(maint.told.contains("It is tried again from "))
    #expect(
      eventually {
        _ = try? maint.run("run", "--due", "--quiet")
        return maint.toldSubjects.count > 1
      })
    #expect(maint.toldSubjects.count == 2 && last(maint).contains("annual.a, annual.b are given up until "))
  }

  /// Each hour in which it is tried in vain, or refused for the same, it is given up until the next: that is no news.
  @Test(arguments: [true, false], [true, false])
  func whatFailsEachHourIsToldOnce(_ needsHuman: Bool, _ isSeenTo: Bool) throws {
    let (maint, code) = (try maint(), needsHuman ? 2 : 1 as Int32)
    try maint.schedule("maintenance_schedule: {hourly: [a]}\n").runbook(
      "a", needsHuman ? "change: [exit 4]\nrollback: [exit 5]\n" : Maint.failing)
    try maint.tellIntoFile("  alerts: {critical: [page], warning: [log], info: none}\n")
    for hour in 1...5 {
      maint.setClock("@2026-12-01 0\(hour):05:00")
      try maint.run("run", "--due", "--quiet").expect(exit: code)
      if hour == 1, isSeenTo { try maint.run("ack", "1").expect(exit: 0) }
    }
    #expect(maint.toldSubjects.count == 1, "\(maint.told)")
    #expect(
      first(maint).contains(needsHuman ? "NEEDS A HUMAN: hourly.a failed" : "hourly.a failed, given up until "))
    // Whoever looks knows.
    maint.setClock("@2026-12-01 05:06:00")
    let status = try maint.run("status").expect(exit: code)
    if !needsHuman { status.shows("hourly.a is given up after 1 failure, ", "; in run 5 it failed (") }
    // A day later, there is a reminder.
    maint.setClock("@2026-12-02 01:06:00")
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    #expect(maint.toldSubjects.count == (isSeenTo ? 1 : 2), "\(maint.told)")
  }

  @Test func aHumanIsToldWhatToTypeAndHeardWhenItIsDone() throws {
    let maint = try maint("[a, b]")
    try maint.runbook("a", "change: [exit 4]\nrollback: [exit 5]\n").runbook("b", Maint.failing)
    try maint.run("run", "annual", "--quiet").expect(exit: 2)
    let subject = maint.toldSubjects.filter { $0.contains("NEEDS A HUMAN: annual.a (2 tasks fail: ") }
    #expect(subject.count == 1 && subject.allSatisfy { $0.hasPrefix("<page critical> ") })
    // Whoever hears of warnings alone hears of the other.
    #expect(maint.toldSubjects.contains { $0.hasPrefix("<log warning> ") && $0.contains("annual.b failed") })
    #expect(maint.told.contains("roll back again: ") && maint.told.contains("maint recover 1 -C "))
    #expect(maint.told.contains("maint resolve 1 --note 'what was done' -C "))
    #expect(maint.told.contains("critical: annual.a failed and could not be rolled back (run 1"))
    try maint.runbook("b", "precheck: [':']\n")
    try maint.run("run", "annual.b", "--quiet").expect(exit: 0)
    try maint.run("resolve", "1", "--note", "put right by hand").expect(exit: 0).shows("told: page")
    #expect(maint.told.contains("annual.a is resolved by ") && maint.told.contains(": put right by hand\n"))
    let count = maint.toldSubjects.count
    try maint.sqlite(Self.hour)
    try maint.run("notify", "flush").expect(exit: 0, out: "nothing waits\n")
    #expect(maint.toldSubjects.count == count)
  }

  @Test func anIncidentIsToldToStakeholdersAndThatNobodyIsToldIsSaid() throws {
    let maint = try maint(
      "[a]",
      "  alerts: {critical: none, warning: none, info: none}\n"
        + "  stakeholders: {duty: {channels: [log], gets: [issue_escalation]}}\n  escalate_after: 30m\n")
    try maint.runbook("a", "precheck: [':']\n")
    try maint.run("incident", "open", "shop down", "--level", "critical").expect(
      exit: 0, out: "incident 1 is open\ntold: log\n")
    try maint.run("incident", "note", "1", "looking").expect(exit: 0).shows(
      "nobody has said that they are at it: maint incident ack 1")
    try maint.sqlite(Self.hour)
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    try maint.run("incident", "report", "1").shows(
      "Message 1 (critical)", "Message 2 (critical): not acknowledged")
    let people = try #require(maint.text("schedules/people.yaml"))
    try maint.file(
      "schedules/people.yaml", people.replacingOccurrences(of: "issue_escalation", with: "progress_updates"))
    try maint.run("incident", "open", "again").expect(exit: 0).shows("told: nobody: no channel is for warning")
    // While nobody can say who is to know, it waits for that.
    try maint.file("schedules/people.yaml", "maintenance_coordination: [\n")
    try maint.run("incident", "open", "dark").expect(exit: 75).shows("incident 3 is open", "nobody is told of this yet")
    try maint.file("schedules/people.yaml", people)
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(maint.toldSubjects.filter { $0.contains("Incident 3: dark") }.count == 1)
    #expect(maint.toldSubjects.filter { $0.contains("Incident 2: again") }.count == 1)
  }

  @Test func whatSomebodyHasToTypeIsAFieldOfRequestsToo() throws {
    let maint = try Maint(
      channels: "    sms: {kind: command, run: 'echo \"$text\" >> told', text: '{subject} ({acknowledge})'}\n",
      Maint.alerts("sms"))
    try maint.file(
      "schedules/people.yaml",
      (maint.text("schedules/people.yaml") ?? "").replacingOccurrences(of: ">> told", with: ">> \(maint.folder)/told"))
    try maint.runbook("a", Maint.changing)
    try maint.schedule(
      "maintenance_schedule: {daily: [{task: a, approval: {from: [nobody], needed: 1}}]}\n")
    try maint.run("run", "daily.a", "--quiet").expect(exit: 75)
    #expect(maint.told.contains("request 1 (") && maint.told.contains("maint approve 1 -C "), "\(maint.told)")
    try maint.run("notify", "list").expect(exit: 0)
  }
}
