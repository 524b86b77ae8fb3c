import Foundation
import Testing

/// `maint status` of a host whose cron has stopped.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here")) struct OverdueTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
    try maint.runbook("a", "precheck: [':']\n").runbook("b", "precheck: [':']\n")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [a]
        weekly: [b]
      maintenance_windows:
        weekly: {day: Sunday, time: "04:00-05:00"}

      """)
  }

  private func status(_ moment: String) throws -> [String: Any] {
    maint.setClock(moment)
    return try maint.json("status")
  }

  private func overdue(_ moment: String) throws -> [String] {
    let tasks = try status(moment)["overdue"] as? [[String: Any]]
    return try #require(tasks).compactMap { $0["task"] as? String }
  }

  /// Nothing runs any more until somebody mends it, so no page and no figure may say that all is well.
  @Test func aMistakeInTheProjectIsTold() throws {
    maint.setClock("2026-11-02 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try maint.runbook("b", "prechek: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 65)
    #expect(try status("2026-11-02 06:05:00")["verdict"] as? String == "attention")
    try maint.run("status").expect(exit: 1).shows("has 2 errors, so nothing can be run", "maint check")
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows("maint_project_valid 0\n", "maint_status_code 1\n")
    try maint.run("dashboard").expect(exit: 0).shows("so nothing can be run", "data-until=\"\"")
    try maint.runbook("b", "precheck: [':']\n")
    try maint.run("status").expect(exit: 0)
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows("maint_project_valid 1\n", "maint_status_code 0\n")
  }

  /// A task may begin so late as it did the last time, and an hour later.
  @Test func whatNothingStartsIsTold() throws {
    // Due since 02:00, called once a day at 06:00.
    for day in ["2026-11-02", "2026-11-03"] {
      maint.setClock("\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    #expect(try overdue("2026-11-04 06:30:00") == [])
    maint.setClock("2026-11-04 07:30:00")
    try maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: 1 task is overdue, last done 1 d 02 h ago.", "\nOverdue\n",
      "  ! daily.a: due since 02:00 UTC; last success 2026-11-03 06:00 UTC\n",
      "maint run --due starts what is due; nothing has called it: is cron or systemd at work?")
    #expect(try overdue("2027-11-04 02:30:00") == ["daily.a", "weekly.b"], "a day is missed, and a window")
    // The page says the same, and names what to type.
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("<title>Look ") && page.contains("<h2 id=\"answer\">This host needs attention: 2 tasks are"))
    #expect(page.contains("<code>maint run --due") && !page.contains("Nothing does."))
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2027-11-04 02:31:00") == [])
  }

  /// Who has tried it and gone on by hand, or not at all, is not told for ever.
  @Test func aTryOfRunDueIsForgotten() throws {
    for time in ["06:00", "06:30"] {
      maint.setClock("2026-11-02 \(time):00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    #expect(try overdue("2026-12-02 06:00:00") == ["daily.a", "weekly.b"])
    #expect(try overdue("2026-12-04 06:00:00") == [])
    // Used again half a day later or more, it is what starts them.
    maint.setClock("2026-12-05 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2027-12-04 06:00:00") == ["daily.a", "weekly.b"])
  }

  @Test func whatPeopleDoByHandIsNotOverdue() throws {
    for day in ["2026-11-02", "2026-11-03"] {
      maint.setClock("\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    let steps = [("2026-12-01 12:00:00", ["daily.a", "weekly.b"]), ("2026-12-04 12:00:00", ["weekly.b"])]
    for (moment, expected) in steps {
      maint.setClock(moment)
      try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
      #expect(try overdue("\(moment.prefix(9))9 12:00:00") == expected)
    }
    // From where it is started by the clock again, that is expected to go on.
    maint.setClock("2026-12-10 12:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2026-12-20 12:00:00") == ["daily.a", "weekly.b"])
  }

  /// Whoever starts everything by hand is not told of it.
  @Test func nothingIsOverdueWhereRunDueIsNotUsed() throws {
    maint.setClock("2026-11-02 06:00:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(try overdue("2027-11-04 02:30:00") == [])
    try maint.run("status").expect(exit: 0)
  }
}
