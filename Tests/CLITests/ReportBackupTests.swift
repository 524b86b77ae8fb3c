import Foundation
import Testing

/// What a report says of backups, against what the schedules have.
@Suite struct ReportBackupTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
  }

  private func runbook(_ name: String) throws {
    try maint.runbook(name, "backup: ['echo y > \"$MAINT_BACKUP_DIR/y\"']\nchange: [':']\nrollback: [':']\n")
  }

  private func schedule(_ daily: String) throws {
    try maint.schedule(
      "maintenance_schedule: {daily: [\(daily)], emergency: [fix]}\ndefaults: {rpo: 30h}\n")
  }

  /// Nobody is to make a change of an emergency again for its backup, nor to run what is no task any more.
  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
  func whatNoClockRunsIsNotHeldAgainstTheRPO() throws {
    for name in ["web", "old", "fix", "conf"] { try runbook(name) }
    try schedule("web, old")
    maint.setClock("2026-11-04 02:05:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 0)
    try maint.run("incident", "resolve", "1", "--note", "up").expect(exit: 0)
    try maint.run("run", "runbook:conf", "--quiet").expect(exit: 0)
    try schedule("web")
    try maint.remove("runbooks/old.yaml")
    maint.setClock("2026-11-08 22:00:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-09 04:00:00")
    try maint.run("backup", "drill").expect(exit: 0)
    try maint.run("status").expect(exit: 0)
    maint.setClock("2026-11-16 12:00:00")
    func report(_ period: String) throws -> (tasks: [[String: Any]], urgent: [String]) {
      let json = try maint.json("report", "weekly", "--period", period)
      let entries = (json["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]]
      return (
        try #require((json["backups"] as? [String: Any])?["tasks"] as? [[String: Any]]),
        try #require(entries).filter { ["backup_too_old", "drill_not_well"].contains($0["rule"] as? String) }
          .compactMap { $0["subject"] as? String }
      )
    }
    let then = try report("2026-W45")
    #expect(then.urgent.isEmpty, "all is told as the schedules are now")
    #expect(then.tasks.map { $0["task"] as? String } == ["daily.old", "daily.web", "emergency.fix", "runbook:conf"])
    #expect(then.tasks.map { $0["made"] as? String } == ["removed", "clock", "people", "people"])
    #expect(try report("2026-W46").urgent == ["daily.web"])
    try maint.run("report", "weekly", "--period", "2026-W46", "--format", "markdown").expect(exit: 0).shows(
      "| no task of the project any more |", "remove their folders, which `maint backup show 1/daily.old` names; ")
    // What it says ends it does.
    try FileManager.default.removeItem(atPath: "\(maint.state)/backups/1/daily.old")
    try maint.run("backup", "verify").expect(exit: 1)
    try maint.run("backup", "prune").expect(exit: 0)
    maint.setClock("2026-11-16 13:00:00")
    #expect(try report("2026-W47").tasks.allSatisfy { $0["task"] as? String != "daily.old" })
  }

  @Test func nobodyIsSentToMakeAnEmergencyChangeAgain() throws {
    for name in ["web", "fix"] { try runbook(name) }
    try schedule("web")
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 0)
    try FileManager.default.removeItem(atPath: "\(maint.state)/backups/1")
    let drill = try maint.run("backup", "drill").expect(exit: 1)
    drill.shows("emergency.fix: its only backup cannot be restored; and no clock makes another")
    #expect(!drill.out.contains("run emergency.fix"))
  }

  /// A task that is still in the schedules, and whose runbook makes none any more.
  @Test func whatMakesNoneAnyMoreIsToldAsThat() throws {
    try runbook("web")
    try schedule("web")
    try runbook("fix")
    maint.setClock("2026-11-04 02:05:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.runbook("web", "change: [':']\nrollback: [':']\n")
    maint.setClock("2026-11-12 12:00:00")
    let json = try maint.json("report", "weekly", "--period", "2026-W45")
    let tasks = (json["backups"] as? [String: Any])?["tasks"] as? [[String: Any]]
    #expect(tasks?.map { $0["made"] as? String } == ["silent"])
    try maint.run("report", "weekly", "--period", "2026-W45").expect(exit: 0).shows("makes none any more")
  }
}
