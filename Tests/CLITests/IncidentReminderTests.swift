import Foundation
import Testing

/// An open incident is never silent until somebody is at it, or it is over.
@Suite struct IncidentReminderTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.tellIntoFile()
    try maint.runbook("look", "precheck: [':']\n").daily("look")
  }

  /// What was told by then.
  private func told(after hours: Int, by words: [String] = ["notify", "flush", "--quiet"]) throws -> [String] {
    let before = maint.toldSubjects.count
    try maint.sqlite("UPDATE message SET at = at - \(hours * 3_600_000_000)")
    try maint.start(words).wait().expect(exit: 0)
    return maint.toldSubjects.dropFirst(before).map { subject in
      subject.replacingOccurrences(of: "[^>]*\\] ", with: " ", options: .regularExpression)
    }
  }

  private func unacknowledged() throws -> Int {
    try maint.run("notify", "list", "--limit", "99").expect(exit: 0).out.components(
      separatedBy: "    not acknowledged: maint incident ack 1 -C "
    ).count - 1
  }

  /// Both ways in which time is told of; and a reminder that nobody heeds goes up as the first message did.
  @Test(arguments: [["notify", "flush", "--quiet"], ["run", "--due", "--quiet"]])
  func whatEverybodySleptThroughIsToldEachDay(_ words: [String]) throws {
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("incident", "open", "disk full").expect(exit: 0)
    let reminder = "<log warning> warning: Incident 1 is still open, and nobody is at it: disk full"
    #expect(try told(after: 1) == ["<page critical> critical: not acknowledged: Incident 1: disk full"])
    for _ in 1...3 { #expect(try told(after: 1) == []) }
    #expect(try unacknowledged() == 2)
    for _ in 1...2 {
      #expect(try told(after: 24, by: words) == [reminder])
      #expect(try told(after: 1, by: words).map { $0.contains("<page critical>") } == [true])
      #expect(try told(after: 1, by: words) == [])
    }
    #expect(try unacknowledged() == 6)
    #expect(maint.told.contains("Nobody has said that they are at it.\nWhat you find: "))
    // What tells of something that is over asks for nothing.
    try maint.run("incident", "open", "another").expect(exit: 0)
    try maint.run("incident", "resolve", "2").expect(exit: 0)
    #expect(try unacknowledged() == 6)
    try maint.run("incident", "ack", "1").expect(exit: 0)
    #expect(try unacknowledged() == 0)
    #expect(!(try maint.run("notify", "list").out.contains("    not acknowledged")))
    #expect(try told(after: 50, by: words) == [])
  }

  /// Its escalations come first, and are not begun anew by reminders that come too soon.
  @Test func whatIsCriticalIsToldNineTimesMoreAndThenEachDay() throws {
    try maint.tellIntoFile(
      "  alerts: {critical: [page], warning: [log], info: none}\n  escalate_after: 30m\n  remind_every: 20m\n")
    try maint.run("incident", "open", "down", "--level", "critical").expect(exit: 0)
    for _ in 1...9 {
      let page = try told(after: 1)
      #expect(!page.isEmpty && page.allSatisfy { $0.contains("not acknowledged: Incident 1: down") }, "\(page)")
    }
    #expect(try told(after: 1).map { $0.contains("Incident 1 is still open") } == [true])
    try maint.run("incident", "resolve", "1").expect(exit: 0)
    #expect(try told(after: 50) == [])
  }

  /// Where nobody is told more, reminders are all that there is.
  @Test func withoutEscalationThereAreReminders() throws {
    try maint.tellIntoFile("  alerts: {critical: [page], warning: [log], info: [log]}\n")
    try maint.run("incident", "open", "disk full", "--level", "info").expect(exit: 0)
    #expect(try told(after: 23) == [])
    for _ in 1...2 { #expect(try told(after: 24).count == 1) }
    try maint.run("incident", "ack", "1").expect(exit: 0)
    #expect(try told(after: 24) == [])
  }
}
