import Foundation
import Testing

/// What a run of `run --due` counts for, and windows that pass unused; the clock is set by libfaketime.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
struct DueSlotTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment.merge(
      ["FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", "TZ": "UTC"]) { $1 }
    try maint.runbook("good", "precheck: [':']")
    try maint.runbook("bad", "precheck: ['exit 4']")
    try maint.runbook("change", "change: [{run: ':', undo: ':'}]")
    try maint.waitingRunbook("slow")
  }

  /// False where there is no sqlite3, and then the rest is not shown.
  private func sqlite(_ sql: String) throws -> Bool {
    guard access("/usr/bin/sqlite3", X_OK) == 0 else {
      print("not tested: sqlite3 is not installed here")
      return false
    }
    let ended = try Running(
      ["/usr/bin/sqlite3", maint.database, sql], environment: [:], in: maint.folder, input: "/dev/null"
    ).wait()
    #expect(ended.exit == 0, "\(ended.err)")
    return true
  }

  /// The clock stands still; times are UTC.
  private func at(_ moment: String, _ arguments: String...) throws -> Ended {
    maint.setClock(moment)
    defer { maint.setClock(nil) }
    return try maint.start(arguments).wait()
  }

  /// It tells of nothing but that the clock was set, which it was.
  private func isQuiet(_ moment: String, location: SourceLocation = #_sourceLocation) throws {
    let ended = try at(moment, "run", "--due", "--quiet")
    let told = ended.err.split(separator: "\n").filter { !$0.contains("the clock was set") }
    #expect(ended.exit == 0 && told.isEmpty, "\(ended.err)", sourceLocation: location)
  }

  private func state(_ moment: String, _ name: String) throws -> String {
    let ended = try at(moment, "due", "--json")
    let value = try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any]
    let tiers = try #require(value?["tiers"] as? [[String: Any]])
    let task = tiers.flatMap { $0["tasks"] as? [[String: Any]] ?? [] }.first { $0["task"] as? String == name }
    func text(_ key: String) -> String { (task?[key] as? String).map { String($0.prefix(16)) } ?? "-" }
    return "\(text("state")) \(text("next")) \(text("last_success"))"
  }

  @Test func whatIsMadeUpForLeavesTheNextPeriodItsTime() throws {
    try maint.schedule("maintenance_schedule: {daily: {at: \"22:00\", tasks: [good]}}")
    try isQuiet("2027-03-06 22:00:00")
    try at("2027-03-09 00:30:00", "run", "--due", "--quiet").expect(exit: 0)
    // Monday's; when it really began is what is shown.
    #expect(try state("2027-03-09 00:40:00", "daily.good") == "not_due 2027-03-09T22:00 2027-03-09T00:30")
    try at("2027-03-09 00:40:00", "run", "--due").expect(exit: 0, out: "", err: "")
    try at("2027-03-09 22:00:00", "run", "--due").expect(exit: 0).shows("daily.good")
    try at("2027-03-09 23:00:00", "run", "--due").expect(exit: 0, out: "", err: "")
  }

  private static let weekly = """
    maintenance_schedule:
      hourly: [%]
      weekly: [change]
    maintenance_windows:
      weekly: {day: Sunday, time: "22:00-24:00"}
    """

  private func schedule(hourly: String) throws {
    try maint.schedule(Self.weekly.replacingOccurrences(of: "%", with: hourly))
  }

  /// An hourly run that began before the window and ended after it.
  @Test func aWindowThatPassesWhileRunDueIsBusyIsTold() throws {
    try schedule(hourly: "slow")
    maint.setClock("2027-03-07 21:10:00")
    let first = try maint.start("run", "--due", "--quiet")
    maint.setClock(nil)
    #expect(eventually { maint.text("running") != nil })
    try isQuiet("2027-03-07 22:30:00")
    try maint.file("go", "")
    first.wait()
    // Its end, by the clock that stood still, is made to be what it would have been.
    guard try sqlite("UPDATE run SET finished_at = started_at + 11400000000 WHERE run = 1") else { return }
    let text = "weekly.change was due and missed its window 'weekly' of 2027-03-07 22:00 UTC to 2027-03-08 00:00 UTC: "
    let next = try at("2027-03-08 00:21:00", "run", "--due", "--quiet")
    #expect(next.exit == 0 && next.err.contains("maint: \(text)"), "\(next.err)")
    #expect(next.err.contains("'maint run --due' was at work with run 1 from 2027-03-07 21:10 UTC to "), "\(next.err)")
    #expect(next.err.contains("; next 2027-03-14 22:00 UTC"), "\(next.err)")
    try isQuiet("2027-03-08 00:26:00")
    try at("2027-03-09 00:00:00", "status").expect(exit: 1).shows("1 task missed its window (see Alerts)", text)
    // The next one is used, and then all is well.
    try isQuiet("2027-03-14 22:00:00")
    try isQuiet("2027-03-15 01:00:00")
    #expect(try at("2027-03-15 01:10:00", "status").exit == 0)
  }

  @Test func aWindowThatPassesWhileTheHostIsDownIsToldOnceAPeriod() throws {
    try schedule(hourly: "good")
    // Sunday's window is over: it was not known then.
    try isQuiet("2027-03-08 10:00:00")
    try isQuiet("2027-03-09 10:00:00")
    for week in ["15", "22"] {
      let told = try at("2027-03-\(week) 10:00:00", "run", "--due", "--quiet")
      #expect(
        told.exit == 0 && told.err.contains("nothing started it in that time; were this host and its cron at work?"),
        "\(told.err)")
      try isQuiet("2027-03-\(week) 11:00:00")
    }
  }

  /// Calls every five minutes see neither 23:57 nor, of an hour, :57.
  @Test func aTimeBetweenTwoCallsIsMadeUpForAtTheNext() throws {
    try maint.schedule(
      "maintenance_schedule: {daily: {at: \"23:57\", tasks: [good]}, hourly: {at: \"00:57\", tasks: [change]}}")
    try isQuiet("2027-03-06 23:50:00")
    #expect(try state("2027-03-06 23:55:00", "daily.good") == "not_due 2027-03-06T23:57 -")
    try isQuiet("2027-03-06 23:55:00")
    try at("2027-03-07 00:00:00", "run", "--due").expect(exit: 0).shows("hourly.change", "daily.good")
    try isQuiet("2027-03-07 00:05:00")
    try at("2027-03-07 01:00:00", "run", "--due").expect(exit: 0).shows("hourly.change")
    #expect(try state("2027-03-07 01:05:00", "daily.good") == "not_due 2027-03-07T23:57 2027-03-07T00:00")
  }

  @Test func whatWaitedForAnotherTaskDidNotMissItsWindow() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [{task: good, needs: [weekly.change], window: daily}]
        weekly: [change]
      maintenance_windows:
        daily: {time: "02:00-04:00"}
        weekly: {day: Sunday, time: "05:00-06:00"}
      """)
    try isQuiet("2027-03-08 01:00:00")
    try isQuiet("2027-03-08 02:00:00")
    try isQuiet("2027-03-08 04:00:00")
    try isQuiet("2027-03-09 04:00:00")
    #expect(!(try at("2027-03-09 04:10:00", "status")).out.contains("missed"))
  }

  @Test func aWindowWhoseSuccessWasTakenBackWasUsed() throws {
    try maint.schedule(
      "maintenance_schedule: {weekly: [change]}\n"
        + "maintenance_windows: {weekly: {day: [Monday, Tuesday], time: \"02:00-02:30\"}}")
    try isQuiet("2027-03-07 02:05:00")
    try at("2027-03-08 02:05:00", "run", "--due", "--quiet").expect(exit: 0)
    try at("2027-03-08 02:25:00", "rollback", "1", "--quiet").expect(exit: 0)
    try isQuiet("2027-03-08 03:00:00")
  }

  /// The success that the clock promised for May does not stand for one of March.
  @Test func anAlertStandsAlsoAfterAClockThatWasAhead() throws {
    try maint.schedule(
      "maintenance_schedule: {daily: [{task: good, window: daily}]}\n"
        + "maintenance_windows: {daily: {time: \"02:00-03:00\"}}\n")
    try isQuiet("2027-03-08 02:00:00")
    try at("2027-05-08 02:00:00", "run", "--due", "--quiet").expect(exit: 0)
    try isQuiet("2027-03-09 02:30:00")
    let told = try at("2027-03-11 04:30:00", "run", "--due", "--quiet")
    #expect(told.exit == 0 && told.err.contains("daily.good was due and missed its window"), "\(told.err)")
    try at("2027-03-11 04:40:00", "status").expect(exit: 1).shows("1 task missed its window")
    try isQuiet("2027-03-12 02:10:00")
    #expect(!(try at("2027-03-12 02:20:00", "status")).out.contains("missed its window"))
  }

  @Test func aWindowThatWasChangedBeginsAnew() throws {
    try schedule(hourly: "good")
    try isQuiet("2027-03-06 10:00:00")
    try isQuiet("2027-03-07 22:00:00")
    try maint.schedule(
      Self.weekly.replacingOccurrences(of: "%", with: "good").replacingOccurrences(of: "Sunday", with: "Wednesday"))
    try isQuiet("2027-03-12 10:00:00")
  }

  @Test func whatAFreezeHeldUpWasNotMissed() throws {
    try maint.schedule(
      Self.weekly.replacingOccurrences(of: "%", with: "good")
        + "\nchange_freeze:\n  - {from: 2027-03-07, to: 2027-03-08, reason: sale}")
    try isQuiet("2027-03-06 10:00:00")
    for hour in ["10", "11"] {
      try isQuiet("2027-03-09 \(hour):00:00")
    }
    try at("2027-03-09 11:30:00", "run", "--due").expect(exit: 0, out: "", err: "")
  }

  /// Lifted early, or tidied away when it was over: what it held up was not missed all the same, and the next window counts.
  @Test func whatALiftedFreezeHeldUpWasNotMissed() throws {
    let schedule = Self.weekly.replacingOccurrences(of: "%", with: "change")
    try maint.schedule(schedule + "\nchange_freeze:\n  - {from: 2027-03-07, to: 2027-03-08, reason: sale}")
    try isQuiet("2027-03-06 10:00:00")
    try isQuiet("2027-03-07 22:05:00")
    try isQuiet("2027-03-07 22:35:00")
    try maint.schedule(schedule)
    try isQuiet("2027-03-08 10:00:00")
    try at("2027-03-08 10:01:00", "status").expect(exit: 0)
    try at("2027-03-15 10:00:00", "run", "--due").expect(exit: 0).shows(
      "missed its window 'weekly' of 2027-03-14 22:00 UTC")
  }

  /// The lines of the first are tidied away when it is over; nothing could begin in the windows of either, and the host is fine.
  @Test func whatASecondFreezeFindsHeldUpWasNotMissed() throws {
    let schedule =
      "maintenance_schedule: {weekly: [change]}\n"
      + "maintenance_windows: {weekly: {day: Sunday, time: \"22:00-23:00\"}}"
    func freeze(_ days: String...) throws {
      try maint.schedule(schedule + "\nchange_freeze:" + days.map { "\n  - {\($0), reason: sale}" }.joined())
    }
    let (first, second) = ("from: 2027-03-07, to: 2027-03-15", "from: 2027-03-20, to: 2027-03-29")
    try freeze(first, second)
    for moment in ["03-06 10:00:00", "03-07 22:05:00", "03-14 22:05:00", "03-14 22:35:00", "03-16 10:00:00"] {
      try isQuiet("2027-\(moment)")
    }
    try freeze(second)
    for moment in ["03-17 10:00:00", "03-21 22:05:00", "03-21 22:35:00", "03-28 22:05:00", "03-28 22:35:00"] {
      try isQuiet("2027-\(moment)")
      try at("2027-\(moment)", "status").expect(exit: 0)
    }
    try maint.schedule(schedule)
    try isQuiet("2027-04-01 10:00:00")
    try at("2027-04-01 10:01:00", "status").expect(exit: 0)
    try at("2027-04-05 10:00:00", "run", "--due").expect(exit: 0).shows(
      "missed its window 'weekly' of 2027-04-04 22:00 UTC")
  }

  /// What a clock that was ahead has taken note of in a freeze is mended once, and not looked at with the lock by each call.
  @Test func aClockSetBackInAFreezeIsTakenNoteOfOnce() throws {
    try maint.schedule(
      """
      maintenance_schedule: {weekly: [change]}
      maintenance_windows: {weekly: {day: Sunday, time: "22:00-24:00"}}
      change_freeze: [{from: 2027-03-07, to: 2027-03-08, reason: sale}]

      """)
    try isQuiet("2027-03-07 22:35:00")
    for moment in ["22:05:00", "22:05:30"] { try isQuiet("2027-03-07 \(moment)") }
    let lock = open("\(maint.state)/locks/target.due.lock", O_RDWR)
    try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
    defer { close(lock) }
    try at("2027-03-07 22:06:00", "run", "--due").expect(exit: 0, out: "", err: "")
  }

  @Test func whatIsGivenUpSaysWhy() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        weekly: [{task: bad, window: weekly}]
      maintenance_windows:
        weekly: {day: Sunday, time: "22:00-23:00"}
      """)
    try at("2027-03-07 22:10:00", "run", "--due", "--quiet").expect(exit: 1).shows(
      "weekly.bad is given up after 1 failure, as its window ends before the next try, 1h (retry_after) later",
      "it is due again 2027-03-14 22:00 UTC; in run 1 it failed")
    try at("2027-03-07 22:20:00", "due").expect(exit: 0).shows(
      "given up after 1 failure (no time left for another try)")
  }

  /// Set back after each failure.
  @Test func aClockThatIsSetBackUsesUpNoTries() throws {
    try maint.schedule("maintenance_schedule: {annual: [bad]}")
    try at("2027-03-07 22:00:00", "run", "--due", "--quiet").expect(exit: 1)
    for hour in ["21", "20", "19"] {
      try at("2027-03-07 \(hour):00:00", "run", "--due", "--quiet").expect(exit: 0, out: "")
    }
    #expect(try state("2027-03-07 19:00:00", "annual.bad").hasPrefix("waiting"))
    // And it does not wait for the clock to be where it was, but for an hour of the host's.
    guard try sqlite("UPDATE run SET finished_boottime = finished_boottime - 3600000000, started_boottime = 0") else {
      return
    }
    #expect(try state("2027-03-07 19:00:00", "annual.bad").hasPrefix("due"))
  }

  /// A way back that failed leaves no success: the task is due, and refused until somebody has settled it.
  @Test func aRollbackThatFailsTakesTheSuccessBack() throws {
    try maint.runbook("change", "change: [{run: ':', undo: 'test -e \"$MAINT_PROJECT/mended\"'}]")
    try maint.runbook("after", "precheck: [':']")
    try maint.schedule(
      "maintenance_schedule: {annual: {tasks: [change, {task: after, needs: [change]}], max_attempts: 9}}")
    try at("2027-03-07 22:00:00", "run", "annual.change", "--quiet").expect(exit: 0)
    try at("2027-03-07 22:10:00", "rollback", "1", "--quiet").expect(exit: 2)
    #expect(try state("2027-03-07 22:20:00", "annual.change") == "waiting 2027-03-07T23:10 -")
    // What needs it does not take it for done.
    try at("2027-03-07 22:20:00", "plan", "annual.after").expect(exit: 0).shows("2 tasks")
    try at("2027-03-07 23:10:00", "run", "--due", "--quiet").expect(exit: 2).shows("refused")
    try maint.file("mended", "")
    try at("2027-03-07 23:20:00", "recover", "2", "--quiet").expect(exit: 0)
    try at("2027-03-08 00:20:00", "run", "--due", "--quiet").expect(exit: 0)
    #expect(try state("2027-03-08 00:30:00", "annual.change") == "not_due 2028-01-01T02:00 2027-03-08T00:20")
  }

  @Test func aRollbackOnRequestUsesUpNoTry() throws {
    try maint.schedule("maintenance_schedule: {annual: {tasks: [change], max_attempts: 1}}")
    try at("2027-03-07 22:00:00", "run", "--due", "--quiet").expect(exit: 0)
    try at("2027-03-07 22:10:00", "rollback", "1", "--quiet").expect(exit: 0)
    #expect(try state("2027-03-07 22:20:00", "annual.change") == "waiting 2027-03-07T23:10 -")
    try at("2027-03-07 22:20:00", "due").expect(exit: 0).shows("rollback asked for, again 23:10 UTC")
    try at("2027-03-07 23:10:00", "run", "--due", "--quiet").expect(exit: 0)
    #expect(try state("2027-03-07 23:20:00", "annual.change").hasPrefix("not_due"))
  }

  // MARK: - A log that cannot be read is told

  private func makeUnreadable(_ table: String) throws -> Bool {
    try maint.schedule(
      "maintenance_schedule: {annual: [change]}\nchange_freeze:\n  - {from: 2028-12-20, to: 2028-12-24, reason: sale}")
    try at("2027-03-07 22:00:00", "run", "annual.change", "--quiet").expect(exit: 0)
    return try sqlite("PRAGMA legacy_alter_table = ON; ALTER TABLE \(table) RENAME TO gone")
  }

  @Test func timesThatCannotBeReadAreTold() throws {
    guard try makeUnreadable("step") else { return }
    try at("2028-03-07 22:00:00", "due").expect(exit: 74).shows("no such table: step")
  }

  @Test func exceptionsThatCannotBeReadAreNoLeave() throws {
    guard try makeUnreadable("window_exception") else { return }
    let ended = try at("2027-03-08 22:00:00", "run", "annual.change", "--quiet")
    #expect(ended.exit == 75, "\(ended.out)\(ended.err)")
    #expect((ended.out + ended.err).contains("whether it may start could not be read"), "\(ended.out)\(ended.err)")
  }
}
