import Foundation
import Testing

/// What failed in an incident, and was tried again in a run that nobody linked: it is not over with the incident, whatever came of that.
@Suite struct IncidentRetryTests {
  private static let half = "change: [exit 4]\nrollback: ['test -e \"$MAINT_PROJECT/mended\"']\n"
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.tellIntoFile()
    try maint.schedule("maintenance_schedule: {daily: {max_attempts: 9, tasks: [a]}}\n").runbook("a", Self.half)
  }

  /// Run 1 is linked to it.
  private func failInIncident(_ code: Int32, _ level: String = "warning") throws {
    try maint.run("run", "daily", "--quiet").expect(exit: code)
    try maint.run("incident", "open", "site", "--level", level).expect(exit: 0)
    try maint.run("incident", "link", "1", "1").expect(exit: 0)
  }

  /// What it says, and what people are told.
  private func resolveIncident() throws -> (said: String, told: String) {
    let before = maint.told.utf8.count
    let said = try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0)
    return (said.both, String(decoding: maint.told.utf8.dropFirst(before), as: UTF8.self))
  }

  @Test(arguments: [[], ["incident", "ack", "1"], ["ack", "3"]]) func whatTheRetryLeftHalfChangedIsNamed(
    _ word: [String]
  ) throws {
    try maint.file("mended", "")
    try failInIncident(3)
    if word.first == "incident" { try maint.start(word).wait().expect(exit: 0) }
    try maint.remove("mended")
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    if word.first == "ack" { try maint.start(word).wait().expect(exit: 0) }
    let resolved = try resolveIncident()
    #expect(resolved.said.contains("✗ daily.a, run 2: failed and could not be rolled back: "), "\(resolved.said)")
    for words in [
      "Incident 1 is resolved, but run 2 NEEDS A HUMAN: ",
      "Not over with it: daily.a of run 2 failed and could not be rolled back: ", "maint recover 2 -C ",
    ] {
      #expect(resolved.told.contains(words), "\(words): \(resolved.told)")
    }
    // The run was none of it: its alarm is told by itself, and whoever looks after that still does.
    #expect(!resolved.told.contains("] critical: NEEDS A HUMAN"), "\(resolved.told)")
    #expect(try maint.sqliteLines("SELECT acknowledged FROM failing") == [word.first == "ack" ? "1" : "0"])
  }

  /// Where only the incident was asked about it, somebody is to be asked now.
  @Test(arguments: [true, false]) func whatNeedsAHumanIsToldAnewWhereTheIncidentHadTheWord(_ isAcknowledged: Bool)
    throws
  {
    try maint.runbook("a", "change: [{run: ':', undo: ':'}]\ncleanup: [exit 4]\n")
    try failInIncident(2, "critical")
    if isAcknowledged { try maint.run("incident", "ack", "1").expect(exit: 0) }
    try maint.run("run", "daily.a", "--quiet").expect(exit: 2)
    let resolved = try resolveIncident()
    #expect(resolved.told.contains("\nNot over with it: daily.a of run 2 "), "\(resolved.told)")
    #expect(resolved.told.contains("] critical: NEEDS A HUMAN: daily.a "), "\(resolved.told)")
  }

  /// Somebody's word on what the first run left is none on the task.
  @Test(arguments: [true, false]) func whatFailsAgainAfterItWasPutRightIsNamed(_ needsHuman: Bool) throws {
    try failInIncident(2, "critical")
    try maint.run("resolve", "1", "--note", "by hand").expect(exit: 0)
    if !needsHuman { try maint.file("mended", "") }
    try maint.run("run", "daily", "--quiet").expect(exit: needsHuman ? 2 : 3)
    let resolved = try resolveIncident()
    if needsHuman {
      #expect(resolved.said.contains("✗ daily.a, run 2: failed and could not be rolled back: "), "\(resolved.said)")
      #expect(resolved.told.contains("\nNot over with it: daily.a of run 2 "), "\(resolved.told)")
    } else {
      let fails = "daily.a failed and was rolled back (run 2), and has not succeeded since\n"
      #expect(resolved.said.contains("\n  ! fails still: \(fails)"), "\(resolved.said)")
      #expect(resolved.told.contains("up again\nFails still: \(fails)All of it: "), "\(resolved.told)")
    }
    // That is an alarm of its own.
    #expect(try maint.sqliteLines("SELECT acknowledged FROM failing") == ["0"])
  }

  /// What failed anew after that has nothing to do with it.
  @Test func whatHasSucceededInTheMeantimeIsNotNamed() throws {
    try maint.file("mended", "")
    try failInIncident(3)
    try maint.runbook("a", Maint.changing)
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.remove("mended")
    try maint.runbook("a", Self.half)
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    let resolved = try resolveIncident()
    #expect(!(resolved.said + resolved.told).contains("daily.a"), "\(resolved)")
  }

  /// What another task has left half changed keeps it from being tried.
  @Test func whatIsRefusedForAnotherIsNamed() throws {
    try maint.schedule("maintenance_schedule: {daily: [a], weekly: [{task: b, runbook: a}]}\n").file("mended", "")
    try failInIncident(3)
    try maint.remove("mended")
    try maint.run("run", "weekly", "--quiet").expect(exit: 2)
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    let resolved = try resolveIncident()
    #expect(resolved.said.contains("! fails still: daily.a was refused (run 3), and"), "\(resolved.said)")
    #expect(resolved.told.contains("\nFails still: daily.a was refused (run 3), and"), "\(resolved.told)")
  }
}
