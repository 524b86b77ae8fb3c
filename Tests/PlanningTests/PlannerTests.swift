import Catalog
import Diagnostics
import Scheduling
import Testing

@testable import Planning

@Suite struct PlannerTests {
  @Test func orderIsThatOfTheNeedsAndElseAsWritten() throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "report", needs: ["check", "rotate", "check"])
    builder.task(.daily, "rotate")
    builder.task(.daily, "check", needs: ["rotate"])
    builder.task(.daily, "alone")
    let plan = try builder.catalog.planner().plan(targets: [.tier(.daily)])
    #expect(plan.names == ["daily.rotate", "daily.check", "daily.report", "daily.alone"])
    #expect(plan.tasks.map(\.needs) == [[], [0], [1, 0], []])
    #expect(plan.tasks.map(\.wave) == [0, 1, 2, 0])
    #expect(plan.waveCount == 3)
    #expect(plan.runbooks.map(\.name) == ["rotate", "check", "report", "alone"])
  }

  @Test func targetsAreTakenInTheOrderAskedAndOnce() throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "a")
    builder.task(.daily, "b")
    builder.task(.weekly, "c")
    builder.runbook("r")
    let targets: [Target] = [.tier(.weekly), .task(taskName("b")), .runbook("r"), .tier(.daily), .runbook("r")]
    let plan = try builder.catalog.planner().plan(targets: targets)
    #expect(plan.names == ["weekly.c", "daily.b", "runbook:r", "daily.a"])
  }

  @Test func needsOutsideTheTargetsArePulledInUnlessMet() throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "first")
    builder.task(.daily, "main", needs: ["weekly.old", "weekly.done", "weekly.never", "first", "weekly.done"])
    builder.task(.weekly, "old", needs: ["monthly.deep"])
    builder.task(.weekly, "done", needs: ["monthly.hidden"])
    builder.task(.weekly, "never")
    builder.task(.monthly, "hidden")
    builder.task(.monthly, "deep")
    var history = PlanningHistory()
    let success = PlanningHistory.Success(
      run: 7, startedAt: Timestamp(microseconds: 1000), finishedAt: Timestamp(microseconds: 1000))
    history.lastSuccess[taskName("weekly.done")] = success
    history.lastSuccess[taskName("weekly.old")] = .init(
      run: 3, startedAt: Timestamp(microseconds: 999), finishedAt: Timestamp(microseconds: 999))
    history.lastSuccess[taskName("daily.first")] = success
    let plan = try builder.catalog.planner(history: history).plan(targets: [.tier(.daily)])
    #expect(plan.names == ["weekly.never", "monthly.deep", "weekly.old", "daily.first", "daily.main"])
    #expect(plan.tasks.map(\.selection) == [.needed, .needed, .needed, .asked, .asked])
    #expect(plan.tasks[4].metNeeds == [.init(task: taskName("weekly.done"), success: success)])
    #expect(plan.tasks[4].needs == [2, 0, 3])
  }

  @Test(arguments: [(999, false), (1000, true), (1999, true), (2000, false)])
  func onlyTheCurrentPeriodCounts(finished: Int, isMet: Bool) throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "main", needs: ["weekly.x", "emergency.x"])
    builder.task(.weekly, "x")
    builder.task(.emergency, "x")
    var history = PlanningHistory()
    for name in ["weekly.x", "emergency.x"] {
      history.lastSuccess[taskName(name)] = .init(
        run: 1, startedAt: Timestamp(microseconds: Int64(finished)),
        finishedAt: Timestamp(microseconds: Int64(finished)))
    }
    let plan = try builder.catalog.planner(history: history).plan(targets: [.task(taskName("main"))])
    #expect(plan.names == (isMet ? [] : ["weekly.x"]) + ["emergency.x", "daily.main"])
  }

  @Test func jobsAreThoseOfTheCommandLineElseTheLargest() throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "a", needs: ["monthly.c"])
    builder.task(.weekly, "b")
    builder.task(.monthly, "c")
    builder.runbook("r")
    builder.jobs(.daily, 2)
    builder.jobs(.weekly, 3)
    builder.jobs(.monthly, 9)
    let planner = builder.catalog.planner()
    #expect(try planner.plan(targets: [.tier(.daily)]).jobs == 2)
    #expect(try planner.plan(targets: [.tier(.daily), .task(taskName("weekly.b"))]).jobs == 3)
    #expect(try planner.plan(targets: [.runbook("r")]).jobs == 1)
    #expect(try planner.plan(targets: [.tier(.daily)], jobs: 5).jobs == 5)
  }

  @Test func locksAndTimeoutsComeFromTaskRunbookAndDefaults() throws {
    var builder = CatalogBuilder()
    builder.defaults.taskTimeout = .seconds(9)
    builder.runbook("r") { $0.locks = ["z", "a", "z"] }
    builder.task(.daily, "own") {
      $0.runbook = "r"
      $0.locks = ["m", "a"]
      $0.timeout = .seconds(1)
    }
    builder.task(.daily, "shared") { $0.runbook = "r" }
    let plan = try builder.catalog.planner().plan(targets: [.tier(.daily)])
    #expect(plan.tasks.map(\.locks) == [["a", "m", "z"], ["a", "z"]])
    #expect(plan.tasks.map(\.timeout) == [.seconds(1), .seconds(9)])
    #expect(plan.runbooks.count == 1)
  }

  @Test func whatTheCatalogShouldHaveRefusedIsNotDropped() {
    var builder = CatalogBuilder()
    builder.task(.daily, "a", needs: ["nowhere"])
    var catalog = builder.catalog
    #expect(throws: PlanningFailure.self) { try catalog.planner().plan(targets: [.tier(.daily)]) }
    #expect(throws: PlanningFailure.self) { try catalog.planner().plan(targets: [.task(taskName("b"))]) }
    #expect(throws: PlanningFailure.self) { try catalog.planner().plan(targets: [.runbook("none")]) }
    catalog.tiers[.daily]?.tasks[0].needs = []
    catalog.runbooks = [:]
    #expect(throws: PlanningFailure.self) { try catalog.planner().plan(targets: [.tier(.daily)]) }
  }
}
