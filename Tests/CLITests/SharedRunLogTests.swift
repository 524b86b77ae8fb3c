import Foundation
import Testing

/// Two projects with one run log: what is told of a task names the project that has it.
@Suite struct SharedRunLogTests {
  private let maint: Maint
  private let other: String

  /// The other has a task that fails, and is not the one that is asked.
  init() throws {
    maint = try Maint()
    try maint.runbook("well", "precheck: [':']\n").daily("well")
    other = "\(maint.folder)/other"
    for folder in ["runbooks", "schedules"] {
      try FileManager.default.createDirectory(atPath: "\(other)/\(folder)", withIntermediateDirectories: true)
    }
    try maint.file("../other/runbooks/bad.yaml", "precheck: [exit 3]\n")
    try maint.file("../other/schedules/main.yaml", "maintenance_schedule: {monthly: [bad]}\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try inOther("run", "monthly", "--quiet").expect(exit: 1)
  }

  private func inOther(_ arguments: String...) throws -> Ended {
    let own = maint.globals
    defer { maint.globals = own }
    maint.globals = ["-C", other, "--state", "state"]
    return try maint.start(arguments).wait()
  }

  @Test func commandsNameTheProjectThatHasTheTask() throws {
    let command = "maint run monthly.bad -C /T/other --state /T/state"
    try maint.run("status").expect(exit: 1).shows("maint show 2 -C /T/other --state /T/state says why; then \(command)")
    try maint.run("dashboard").expect(exit: 0).shows(command)
    // Typed, it is that task.
    try inOther("run", "monthly.bad", "--quiet").expect(exit: 1)
    // From a project that is gone nothing can be run.
    try FileManager.default.removeItem(atPath: other)
    try maint.run("status").expect(exit: 1).shows("then maint run monthly.bad -C /T/project --state /T/state")
  }

  /// One file tells of both: a second beside it would have the same series.
  @Test func prometheusIsToldOfTheTasksOfBoth() throws {
    let failing = "maint_task_failing{task=\"monthly.bad\",tier=\"monthly\"} 1\n"
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      failing, "maint_task_failing{task=\"daily.well\",tier=\"daily\"} 0\n",
      "maint_task_due{task=\"daily.well\",tier=\"daily\"} 0\n")
    try inOther("metrics", "--prometheus").expect(exit: 0).shows(
      failing, "maint_task_last_success_timestamp_seconds{task=\"daily.well\",tier=\"daily\"} ")
    // An alert about a task of a project that is gone would never end.
    try FileManager.default.removeItem(atPath: other)
    #expect(try !maint.run("metrics", "--prometheus").out.contains("maint_task_failing{task=\"monthly.bad\""))
  }
}
