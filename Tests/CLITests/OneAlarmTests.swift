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

  /// And where nobody has, one page asks for it, with what fails.
  @Test func anEmergencyGoesUpOnce() throws {
    let maint = try maint("{emergency: [{task: fix, runbook: bad, alert: critical}]}")
    try maint.runbook("bad", "precheck: ['echo no room; exit 1']\n")
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 1)
    let before = maint.toldSubjects.count
    try maint.sqlite(Self.hour)
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    let pages = maint.toldSubjects.dropFirst(before).filter { $0.hasPrefix("<page ") }
    #expect(pages.count == 1 && pages.first?.contains("not acknowledged: Incident 1") == true)
    #expect(maint.told.components(separatedBy: "What fails of its runs:\n\nemergency.fix failed").count > 1)
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
