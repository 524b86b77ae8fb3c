import Foundation
import Testing

/// A file of several schedules is not read any more, or a task is in none.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
struct LostScheduleTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
    try maint.runbook("a", "precheck: [':']\n").runbook("b", "precheck: [':']\n")
    try maint.daily("a").file("schedules/other.yaml", "maintenance_schedule: {weekly: [b]}\n")
    for day in 2...8 {
      maint.setClock("2026-11-0\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
  }

  private func move(to name: String) throws {
    try FileManager.default.moveItem(
      atPath: "\(maint.project)/schedules/main.yaml", toPath: "\(maint.project)/schedules/\(name)")
  }

  /// As cron goes on to call it.
  private func clock(_ day: String) throws {
    maint.setClock("\(day) 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    maint.setClock("\(day) 12:00:00")
  }

  @Test(arguments: ["main.yml", "main.bak", "main.yaml~", "main.yaml.rpmsave"])
  func aFileThatIsNotReadAnyMoreIsTold(name: String) throws {
    #expect(try !maint.run("status").expect(exit: 0).out.contains("schedule"))
    try move(to: name)
    try clock("2026-11-12")
    try maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: 1 task is in no schedule any more, while schedules/\(name) is not read.",
      "  ! daily.a is in no schedule any more; 'run --due' started it until 2026-11-08 06:00",
      "  ! schedules/\(name) is not read\n      maint check says what to do about files that are not read")
    let json = try maint.json("status")
    #expect(json["unread_schedules"] as? [String] == ["schedules/\(name)"])
    #expect((json["unscheduled"] as? [[String: Any]])?.map { $0["task"] as? String } == ["daily.a"])
    try maint.run("due").expect(exit: 0).shows("! schedules/\(name) is not read: maint check says what to do\n")
    #expect(try maint.json("due")["unread_schedules"] as? [String] == ["schedules/\(name)"])
    try maint.run("check").expect(exit: 0).shows("this file is not read: its name ends in", "rename it to main.yaml")
    try maint.run("dashboard").expect(exit: 0).shows(
      "<title>Look", "1 task is in no schedule any more, while schedules/\(name) is not read",
      "started it until 2026-11-08 06:00")
    // It tells until somebody has seen to it.
    try FileManager.default.removeItem(atPath: "\(maint.project)/schedules/\(name)")
    try maint.run("status").expect(exit: 0).shows("✓ This host is fine", "; 1 task is in no schedule any more.")
  }

  /// What somebody took out is told for a while, and asks for nothing.
  @Test func aTaskThatIsInNoScheduleIsNoTrouble() throws {
    try move(to: "../main.yaml")
    try clock("2026-11-12")
    try maint.run("status").expect(exit: 0).shows(
      "✓ This host is fine", "; 1 task is in no schedule any more.",
      "  · daily.a is in no schedule any more; 'run --due' started it until 2026-11-08 06:00")
    try maint.run("dashboard").expect(exit: 0).shows("<title>Good", "1 task is in no schedule any more")
    try clock("2026-12-11")
    #expect(try !maint.run("status").out.contains("no schedule any more"), "by now whoever took it out has heard of it")
  }

  /// In another tier it is still done; and what nobody took for a schedule is none.
  @Test func whatIsNoneIsNotTold() throws {
    try maint.schedule("defaults: {grace: 200ms}\n").file(
      "schedules/other.yaml", "maintenance_schedule: {weekly: [a, b]}\n")
    for name in [
      "README.md", "README.md.bak", "notes.txt", "Makefile", "main.yaml.bak", "other.yaml~", "x.yaml.example",
    ] {
      try maint.file("schedules/\(name)", "maintenance_schedule: {daily: [a]}\n")
    }
    try clock("2026-11-12")
    #expect(try !maint.run("status").out.contains("schedule"))
    #expect(try maint.json("due")["unread_schedules"] as? [String] == [])
    #expect(try !maint.run("check").expect(exit: 0).out.contains("is not read"))
  }
}
