import Foundation
import Testing

/// A slip of the hand in `-C` or `MAINT_PROJECT`: what is not known to be late is not fine.
@Suite struct NamedProjectTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("a", "precheck: [':']\n").schedule("maintenance_schedule: {daily: [a]}\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try FileManager.default.createDirectory(atPath: "\(maint.project)/notes", withIntermediateDirectories: true)
    maint.globals = ["--state", "state"]
  }

  private static let commands = [
    ["status"], ["report", "weekly"], ["dashboard"], ["metrics"], ["metrics", "--prometheus"], ["due"],
  ]

  @Test(arguments: commands) func whatIsNamedAndIsNoneIsRefused(command: [String]) throws {
    func expectRefused(_ words: String, _ options: String...) throws {
      let ended = try maint.start(command + options).wait().expect(exit: 66)
      #expect(command == ["due"] || ended.both.contains(words), "\(ended.both)")
      #expect(ended.both.contains("maint_project_valid 0\n") == command.contains("--prometheus"))
      #expect(!ended.both.contains("is fine"))
    }
    try expectRefused("there is no such project: -C says /T/nowhere", "-C", "nowhere")
    try expectRefused(
      "/T/project/notes, as -C has it, is no project: there is no folder 'schedules' in it", "-C", "project/notes"
    )
    maint.environment["MAINT_PROJECT"] = "\(maint.folder)/slip"
    try expectRefused("there is no such project: MAINT_PROJECT says /T/slip")
  }

  /// What nobody has named is no slip: of the run log alone all of these tell.
  @Test(arguments: commands.dropLast()) func theRunLogAloneIsTold(command: [String]) throws {
    let ended = try maint.start(command).wait().expect(exit: 0)
    #expect(!ended.both.contains("no such project"))
  }

  /// Moved away, renamed, or not there after a checkout: nothing is due then, for ever.
  @Test func whereNoScheduleIsReadNothingIsFine() throws {
    maint.globals = ["-C", "project", "--state", "state"]
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    // What is left has windows, and no task.
    try "maintenance_windows:\n  weekly: {day: Sunday, time: \"02:00-04:00\"}\n".write(
      toFile: "\(maint.project)/schedules/windows.yaml", atomically: true, encoding: .utf8)
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(maint.project)/schedules")
    for file in files where !file.hasPrefix("windows") {
      try FileManager.default.moveItem(
        atPath: "\(maint.project)/schedules/\(file)", toPath: "\(maint.project)/schedules/\(file.dropLast(5)).yml")
    }
    let words = "no file in /T/project/schedules whose name ends in .yaml has a task"
    for command in [["run", "--due", "--quiet"], ["due"]] {
      let ended = try maint.start(command).wait().expect(exit: 65)
      #expect(ended.both.contains(words), "\(ended.both)")
    }
    try maint.run("status").expect(exit: 1).shows(words + ", so nothing is ever due")
    try maint.run("report", "weekly").expect(exit: 0).shows(
      "the schedules of the project in /T/project have no task")
    try maint.run("metrics", "--prometheus").shows("maint_project_valid 0")
    try maint.run("dashboard", "--output", "page.html").expect(exit: 0)
    let page = try String(contentsOfFile: "\(maint.folder)/page.html", encoding: .utf8)
    #expect(page.contains("has a task, so nothing is ever due"))
  }
}
