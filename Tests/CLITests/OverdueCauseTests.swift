import Foundation
import Testing

/// Why what is overdue was not started, where cron is not to blame.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here")) struct OverdueCauseTests
{
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
  }

  /// Without the breaks of its lines.
  private func words(_ ended: Ended) -> String {
    ended.out.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// While a `run --due` is at work no other starts anything, and what it is at is overdue as well.
  @Test func aRunThatHangsIsTold() throws {
    try maint.waitingRunbook("slow").runbook("quick", "precheck: [':']\n")
    try maint.schedule("maintenance_schedule:\n  daily: [quick, {task: slow, needs: [quick]}]\n")
    maint.setClock("2026-11-09 02:05:00")
    try maint.file("go", "")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try maint.remove("go")
    try maint.remove("running")
    maint.setClock("@2026-11-10 02:05:00")
    let hanging = try maint.start("run", "--due", "--quiet")
    #expect(eventually { maint.exists("\(maint.project)/running") })

    maint.setClock("2026-11-11 02:30:00")
    try maint.run("status").expect(exit: 0)
    maint.setClock("2026-11-11 03:30:00")
    let status = try maint.run("status").expect(exit: 1)
    status.shows(
      "! This host needs attention: 2 tasks are overdue",
      "daily.quick: due since 02:00 UTC, and run 2, under way since 2026-11-10 02:05 UTC, keeps it waiting; last success",
      "daily.slow: due since 02:00 UTC, and run 2 has been at it since 2026-11-10 02:05 UTC; last success",
      "no other 'run --due' starts anything until run 2 ends: maint show 2 says what it is at")
    #expect(!status.out.contains("cron"))
    let tasks = try maint.json("status")["overdue"] as? [[String: Any]]
    #expect(tasks?.map { $0["run_at_work"] as? Int } == [2, 2])
    try maint.run("metrics", "--prometheus").shows(
      "maint_task_overdue{task=\"daily.slow\",tier=\"daily\"} 1",
      "maint_task_overdue{task=\"daily.quick\",tier=\"daily\"} 1")
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("and run 2 has been at it since 2026-11-10 02:05 UTC") && !page.contains("is cron"))

    // As the report of that week has it.
    maint.setClock("2026-11-16 12:00:00")
    let report = try maint.run("report", "weekly", "--period", "2026-W46").expect(exit: 0)
    #expect(words(report).contains("and run 2 has been at it since 2026-11-10 02:05"))
    #expect(words(report).contains("and run 2, under way since 2026-11-10 02:05"))
    #expect(!report.out.contains("is cron"))
    try maint.file("go", "")
    hanging.wait().expect(exit: 0)
  }

  /// What no window is long enough for is told wherever somebody looks, and by its cause.
  @Test func whatCanNeverStartIsTold() throws {
    try maint.runbook("long", "change: [{run: ':', undo: ':'}]\n")
    try maint.schedule(
      """
      maintenance_schedule:
        weekly: [{task: long, timeout: 90m}]
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00"}

      """)
    for day in ["01", "08"] {
      maint.setClock("2026-11-\(day) 02:05:00")
      _ = try maint.run("run", "--due", "--quiet")
    }
    maint.setClock("2026-11-09 12:00:00")
    try maint.run("status").expect(exit: 1).shows("1 task cannot start (see Alerts)")
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("weekly.long is due and cannot start") && !page.contains("Nothing does."))
    try maint.run("metrics", "--prometheus").shows("maint_task_overdue{task=\"weekly.long\",tier=\"weekly\"} 1")
    let report = try maint.run("report", "weekly", "--period", "2026-W45").expect(exit: 0)
    #expect(words(report).contains("and it cannot start, as was told at the time"))
    #expect(!report.out.contains("is cron"))
  }
}
