import Foundation
import Testing

/// A task that is refused for what another has left in doubt: an alarm until that is settled, and no longer.
@Suite struct RefusalAlarmTests {
  private static let broken =
    "change: ['test ! -e \"$MAINT_PROJECT/down\"']\nrollback: ['test -e \"$MAINT_PROJECT/mended\"']\n"

  private let maint: Maint

  /// daily.half and daily.other have one runbook, which fails while there is a file `down`, and is rolled back where one is
  /// `mended`.
  init() throws {
    maint = try Maint()
    try maint.tellIntoFile()
    try maint.runbook("bad", Self.broken)
    try maint.schedule("maintenance_schedule: {daily: [{task: half, runbook: bad}, {task: other, runbook: bad}]}\n")
  }

  private func told(by words: [String], _ code: Int32 = 0) throws -> (subjects: [String], text: String) {
    let (length, count) = (maint.told.utf8.count, maint.toldSubjects.count)
    try maint.start(words).wait().expect(exit: code)
    return (
      Array(maint.toldSubjects.dropFirst(count)), String(decoding: maint.told.utf8.dropFirst(length), as: UTF8.self)
    )
  }

  /// Whoever is told only what is critical hears of it: nothing goes on before somebody looks.
  @Test func whatNeedsAHumanIsCritical() throws {
    try maint.file("down", "")
    try maint.run("run", "daily.half", "--quiet").expect(exit: 2)
    let told = try told(by: ["run", "daily.other", "--quiet"], 2)
    #expect(told.subjects.count == 1)
    #expect(told.subjects.first?.hasPrefix("<page critical> ") == true, "\(told)")
    #expect(told.subjects.first?.contains("NEEDS A HUMAN: daily.other was refused") == true, "\(told)")
  }

  /// Where nobody is told of what is critical, those are who would be told of the task.
  @Test func withoutARouteForItTheTasksOwnIsTaken() throws {
    try maint.tellIntoFile("  alerts: {critical: none, warning: [log], info: none}\n")
    try maint.file("down", "")
    let told = try told(by: ["run", "daily.half", "--quiet"], 2)
    #expect(told.subjects.count == 1)
    #expect(told.subjects.first?.hasPrefix("<log critical> ") == true, "\(told)")
  }

  enum Before: CaseIterable { case succeeded, failed, never }
  enum Settlement: CaseIterable {
    case recover, resolve

    /// Of run `run`.
    func words(_ run: Int) -> [String] {
      switch self {
      case .recover: ["recover", "\(run)", "--quiet"]
      case .resolve: ["resolve", "\(run)", "--note", "by hand"]
      }
    }
  }

  /// What became of daily.other first, in run 1; from then on it would fail.
  private func run(_ before: Before) throws {
    switch before {
    case .succeeded: try maint.run("run", "daily.other", "--quiet").expect(exit: 0)
    case .failed:
      try maint.file("down", "").file("mended", "")
      try maint.run("run", "daily.other", "--quiet").expect(exit: 3)
      try maint.remove("mended")
    case .never: try maint.run("run", "daily.half", "--quiet").expect(exit: 0)
    }
    try maint.file("down", "")
  }

  private func expectFailing(_ before: Before) throws {
    let failing = try maint.sqliteLines("SELECT outcome || ' ' || level FROM failing WHERE task = 'daily.other'")
    #expect(failing == [.succeeded: [], .failed: ["rolled_back warning"], .never: ["refused warning"]][before])
  }

  /// Only what fails still is told again, as no human's matter, until it is well.
  private func expectReminder(_ before: Before) throws {
    try maint.sqlite("UPDATE failing SET told_at = told_at - 200000000000; UPDATE message SET waits_for_word = 0")
    let reminder = try told(by: ["notify", "flush", "--quiet"])
    #expect(!reminder.text.contains("NEEDS A HUMAN"), "\(reminder)")
    #expect(reminder.text.contains("daily.other") == (before != .succeeded), "\(reminder)")
    try maint.remove("down")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(try maint.sqliteLines("SELECT task FROM failing") == [])
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// It is then as it was before it was refused.
  @Test(arguments: Before.allCases, Settlement.allCases)
  func whatIsSettledRefusesNoMore(_ before: Before, _ settlement: Settlement) throws {
    try run(before)
    try maint.run("run", "daily.half", "--quiet").expect(exit: 2)
    try maint.run("run", "daily.other", "--quiet").expect(exit: 2)
    try maint.file("mended", "")
    let settled = try told(by: settlement.words(2))
    let words = "no longer refused: daily.other"
    #expect(settled.subjects.contains { $0.hasPrefix("<page ") && $0.contains(words) }, "\(settled)")
    #expect(!settled.text.contains("NEEDS A HUMAN"), "\(settled)")
    switch before {
    case .succeeded: #expect(settled.text.contains("daily.other is not refused any more, as it was in run 3: "))
    case .failed: #expect(settled.text.contains("daily.other failed and was rolled back (run 1"), "\(settled)")
    case .never: #expect(settled.text.contains("daily.other is not refused any more, as it was in run 3, and is still"))
    }

    try expectFailing(before)
    let status = try maint.run("status").expect(exit: 1)
    #expect(status.out.contains("daily.other, run ") == (before != .succeeded), "\(status.out)")
    #expect(!status.out.contains("NEEDS A HUMAN"), "\(status.out)")
    try expectReminder(before)
  }

  /// The same where both were in one run: the run needs a human no more, and what is left to be said of it is said.
  @Test(arguments: Before.allCases, Settlement.allCases)
  func whatItsOwnRunHasSettledIsRefusedNoMore(_ before: Before, _ settlement: Settlement) throws {
    try run(before)
    let refused = try told(by: ["run", "daily", "--quiet"], 2)
    #expect(refused.text.contains("daily.other was refused (run 2"), "\(refused)")
    try maint.file("mended", "")
    let settled = try maint.start(settlement.words(2).filter { $0 != "--quiet" }).wait().expect(exit: 0)
    #expect(!settled.out.contains("NEEDS A HUMAN"), "\(settled.out)")
    #expect(maint.toldSubjects.contains { $0.hasPrefix("<page ") && $0.contains("no longer refused: daily.other") })
    try expectFailing(before)
    #expect(try !maint.run("log").expect(exit: 0).out.contains("human needed") || settlement == .resolve)
    #expect(try !maint.run("status").expect(exit: 1).out.contains("NEEDS A HUMAN"))
    try expectReminder(before)
  }

  /// Refused in that run, and once more later: it is told once that this is over, and no new alarm begins.
  @Test(arguments: Settlement.allCases) func whatWasRefusedTwiceIsNotToldAnew(_ settlement: Settlement) throws {
    try maint.file("down", "")
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    try maint.run("run", "daily.other", "--quiet").expect(exit: 2)
    try maint.file("mended", "")
    let settled = try told(by: settlement.words(1))
    #expect(settled.subjects.contains { $0.contains("no longer refused: daily.other") }, "\(settled)")
    #expect(!settled.text.contains("daily.other was refused"), "\(settled)")
    #expect(!settled.subjects.contains { $0.contains("critical") && $0.contains("daily.other was") }, "\(settled)")
  }

  /// Who looks after it does so still, and the pager's alert of it ends, or is that of what is left.
  @Test func whoLooksAfterItIsNotAskedAgain() throws {
    try maint.file("down", "")
    try maint.run("run", "daily.half", "--quiet").expect(exit: 2)
    try maint.run("run", "daily.other", "--quiet").expect(exit: 2)
    for message in ["1", "2"] { try maint.run("ack", message).expect(exit: 0) }
    try maint.file("mended", "")
    let told = try told(by: ["recover", "1", "--quiet"])
    // The one message goes through both.
    #expect(told.subjects.count == 2, "\(told)")
    let subject = "rolled back: daily.half, it needs a human no more; no longer refused: daily.other"
    #expect(told.subjects.allSatisfy { $0.contains(subject) }, "\(told)")
    #expect(try maint.sqliteLines("SELECT task FROM failing WHERE acknowledged = 0") == [])
    #expect(try maint.sqliteLines("SELECT message FROM message WHERE waits_for_word = 1") == [])
    // Of each what needed a human is over, and what is left begins.
    let ended = "SELECT count(*) FROM message_task WHERE message = 3 AND well_at IS"
    #expect(try maint.sqliteLines("\(ended) NULL; \(ended) NOT NULL") == ["2", "2"])
  }

  /// One doubt of two is none that is settled.
  @Test func whatAnotherHasLeftInDoubtTooIsRefusedStill() throws {
    try maint.runbook("twin", Self.broken)
    try maint.schedule(
      "maintenance_schedule: {daily: [{task: half, runbook: bad}, {task: more, runbook: bad}, {task: other, runbook: bad}]}\n"
    )
    try maint.file("down", "")
    try maint.run("run", "daily.half", "--quiet").expect(exit: 2)
    // As two that ran at once.
    try maint.schedule(
      "maintenance_schedule: {daily: [{task: half, runbook: bad}, {task: more, runbook: twin}, {task: other, runbook: bad}]}\n"
    )
    try maint.run("run", "daily.more", "--quiet").expect(exit: 2)
    try maint.sqlite("UPDATE task SET runbook = 'bad' WHERE run = 2")
    try maint.run("run", "daily.other", "--quiet").expect(exit: 2)
    try maint.file("mended", "")
    let first = try told(by: ["recover", "1", "--quiet"])
    #expect(!first.text.contains("no longer refused"), "\(first)")
    let second = try told(by: ["resolve", "2", "--note", "by hand"])
    #expect(second.subjects.contains { $0.contains("no longer refused: daily.other") }, "\(second)")
  }

  /// A step that runs still, though nothing was changed, wants somebody, too; then its task has only failed.
  @Test func whatStillRunsRefusesNoMoreOnceItIsEnded() throws {
    try maint.runbook(
      "look",
      "precheck: ['sleep 0.5; echo > \"$MAINT_PROJECT/started\"; exec sleep 60']\nchange: [{run: ':', undo: ':'}]\n")
    try maint.schedule("maintenance_schedule: {daily: [look]}\n")
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    running.signal(SIGKILL)
    running.wait(5)
    let refused = try told(by: ["run", "daily", "--quiet"], 2)
    #expect(
      refused.subjects.contains {
        $0.hasPrefix("<page critical> ") && $0.contains("NEEDS A HUMAN: daily.look was refused")
      }, "\(refused)")
    #expect(refused.text.contains("maint recover 1 -C "), "\(refused)")
    let settled = try told(by: ["recover", "1", "--quiet"])
    #expect(settled.subjects.contains { $0.contains("no longer refused: daily.look") }, "\(settled)")
    #expect(settled.text.contains("daily.look failed (run 1") && !settled.text.contains("NEEDS A HUMAN"), "\(settled)")
  }

  /// What backs up what is half-changed is refused for that, and is so no more.
  @Test func whatSharesAPathIsRefusedNoMore() throws {
    let path = "\(maint.folder)/data"
    try "as ever\n".write(toFile: path, atomically: true, encoding: .utf8)
    try maint.runbook("first", "backup: [{path: \(path)}]\n\(Self.broken)")
    try maint.runbook("second", "backup: [{path: \(path)}]\nchange: [':']\n")
    try maint.schedule("maintenance_schedule: {daily: [first, second]}\n")
    try maint.run("run", "daily.second", "--quiet").expect(exit: 0)
    try maint.file("down", "")
    try maint.run("run", "daily.first", "--quiet").expect(exit: 2)
    let refused = try told(by: ["run", "daily.second", "--quiet"], 2)
    #expect(refused.subjects.contains { $0.contains("NEEDS A HUMAN: daily.second was refused") }, "\(refused)")
    #expect(refused.text.contains("maint recover 2 -C "), "\(refused)")
    try maint.file("mended", "")
    let settled = try told(by: ["recover", "2", "--quiet"])
    #expect(settled.subjects.contains { $0.contains("no longer refused: daily.second") }, "\(settled)")
    #expect(try maint.sqliteLines("SELECT task FROM failing") == ["daily.first"])
  }
}
