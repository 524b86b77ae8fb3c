import Catalog
import Execution
import Planning
import Testing

/// What the keys of a step do.
@Suite struct StepTests {
  private func run(
    _ steps: [Step], _ behaviours: [String: [FakeWorld.Behaviour]] = [:], _ change: (inout Plan) -> Void = { _ in }
  ) -> (RunSummary, FakeWorld) {
    let world = FakeWorld()
    world.behaviours = behaviours
    let summary = PlanBuilder.run(PlanBuilder.plan([PlanBuilder.runbook { $0.precheck = steps }], change), in: world)
    #expect(world.violations.isEmpty)
    return (summary, world)
  }

  private static func failing(_ code: Int32 = 1) -> FakeWorld.Behaviour { .init(cause: .exited(code)) }

  @Test func retriesUntilItSucceedsAndWaitsLongerEachTime() {
    let step = PlanBuilder.step("try") {
      $0.retries = 3
      $0.delay = .seconds(2)
      $0.backoff = 3
    }
    let (summary, world) = run([step], ["try": [Self.failing(), Self.failing(), Self.failing(), .init()]])
    #expect(summary.outcome == .succeeded)
    #expect(world.scripts.count == 4)
    // 2 s, 6 s, 18 s and four attempts of a millisecond.
    #expect(world.time == 1_000_000 + 26_000_000 + 4_000)
  }

  @Test func retriesEnd() {
    let step = PlanBuilder.step("try") { $0.retries = 2 }
    let (summary, world) = run([step], ["try": [Self.failing()]])
    #expect(summary.outcome == .failed)
    #expect(world.scripts.count == 3)
  }

  @Test(arguments: [(Int32(0), "succeeded"), (1, "skipped"), (2, "skipped"), (127, "failed")])
  func conditions(code: Int32, outcome: String) {
    let (_, world) = run([PlanBuilder.step("work", condition: "if it")], ["if it": [Self.failing(code)]])
    #expect(world.stepOutcomes() == ["precheck.1 \(outcome)"])
    #expect(world.scripts == (code == 0 ? ["if it", "work"] : ["if it"]))
  }

  @Test func exitCodesThatMeanSuccess() {
    let step = PlanBuilder.step("diff") { $0.exitCodes = [0, 1] }
    #expect(run([step], ["diff": [Self.failing(1)]]).0.outcome == .succeeded)
    #expect(run([step], ["diff": [Self.failing(2)]]).0.outcome == .failed)
  }

  @Test func onFailureWarnGoesOn() {
    let step = PlanBuilder.step("hint") { $0.onFailure = .warn }
    let (summary, world) = run([step, PlanBuilder.step("next")], ["hint": [Self.failing()]])
    #expect(summary.outcome == .succeeded)
    #expect(summary.results[0].warnings == 1)
    #expect(world.stepOutcomes() == ["precheck.1 warned", "precheck.2 succeeded"])
  }

  @Test func aReportedWarningIsNoFailure() {
    var report = StepReport()
    report.warnings = ["the disk is 91 % full"]
    let (summary, world) = run([PlanBuilder.step("disk")], ["disk": [.init(report: report)]])
    #expect(summary.outcome == .succeeded)
    #expect(summary.results[0].warnings == 1)
    #expect(world.stepOutcomes() == ["precheck.1 warned"])
  }

  @Test func aTimeoutIsAFailureOfTheAttemptAndIsRetried() {
    let step = PlanBuilder.step("hang") {
      $0.timeout = .seconds(1)
      $0.retries = 1
    }
    let (summary, world) = run([step], ["hang": [.init(lasts: 60_000_000)]])
    #expect(summary.results[0].reason == "precheck step 'hang' did not end within its timeout of 1s")
    #expect(world.scripts.count == 2)
  }

  @Test func theTaskTimeoutCoversItsSteps() {
    let step = PlanBuilder.step("slow") { $0.retries = 5 }
    let (summary, world) = run([step, PlanBuilder.step("next")], ["slow": [.init(lasts: 60_000_000)]]) {
      $0.tasks[0].timeout = .seconds(5)
    }
    #expect(summary.outcome == .failed)
    #expect(world.scripts == ["slow"])
    #expect(summary.results[0].reason?.contains("the task's timeout of 5s ran out") == true)
  }

  @Test func reportedVariablesReachLaterStepsAndOwnOnesWin() throws {
    var report = StepReport()
    report.environment = [.init(name: "RELEASE", value: "42"), .init(name: "MODE", value: "fast")]
    let later = PlanBuilder.step("later") { $0.environment = [("MODE", "slow"), ("MAINT_RUN", "forged")] }
    let (_, world) = run([PlanBuilder.step("tell"), later], ["tell": [.init(report: report)]])
    let environment = try #require(world.commands.values.first { $0.script == "later" }?.environment)
    #expect(environment.contains("RELEASE=42"))
    #expect(environment.filter { $0.hasPrefix("MODE=") } == ["MODE=slow"])
    #expect(environment.filter { $0.hasPrefix("MAINT_STAGE=") } == ["MAINT_STAGE=precheck"])
  }

  @Test func aUserThatCannotBeFoundNeverRunsAsSomeoneElse() throws {
    let world = FakeWorld()
    world.users = ["app": 1_000]
    let runbook = PlanBuilder.runbook {
      $0.precheck = [PlanBuilder.step("as app") { $0.user = "app" }, PlanBuilder.step("as gone") { $0.user = "gone" }]
    }
    let summary = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world)
    #expect(world.scripts == ["as app"])
    #expect(world.commands.values.map(\.user) == [CommandUser(uid: 1_000, gid: 1_000)])
    #expect(summary.results[0].reason?.contains("there is no user 'gone'") == true)
  }

  @Test func whatATestReportsIsLoggedLikeAnyOther() {
    var report = StepReport()
    report.environment = [.init(name: "RELEASE", value: "42")]
    report.warnings = ["close"]
    let step = PlanBuilder.step("deploy", condition: "if newer")
    let (_, world) = run([step], ["if newer": [.init(report: report)]])
    let reported = world.events.compactMap { event in
      if case .reported(_, let report, _) = event { report } else { nil }
    }
    #expect(reported == [report])
    #expect(world.scripts == ["if newer", "deploy"])
  }

  @Test func whatAUserReportsReachesOnlyHisOwnSteps() {
    func tells(_ name: String, _ value: String) -> FakeWorld.Behaviour {
      var report = StepReport()
      report.environment = [.init(name: name, value: value)]
      return .init(report: report)
    }
    func step(_ run: String, _ user: String?) -> Step { PlanBuilder.step(run) { $0.user = user } }
    let world = FakeWorld()
    world.users = ["app": 1_000, "web": 1_001]
    world.behaviours = ["app tells": [tells("A", "app")], "root tells": [tells("B", "root")]]
    let runbook = PlanBuilder.runbook {
      $0.precheck = [
        step("app tells", "app"), step("root tells", nil), step("root", nil), step("app", "app"), step("web", "web"),
      ]
    }
    _ = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world)
    func found(_ script: String) -> [String]? {
      world.commands.values.first { $0.script == script }?.environment.filter { ["A=app", "B=root"].contains($0) }
    }
    #expect(found("root") == ["B=root"])
    #expect(found("app") == ["A=app", "B=root"])
    #expect(found("web") == ["B=root"])
  }

  @Test func whatIsReportedStaysWithinWhatTheKernelTakes() throws {
    var report = StepReport()
    report.environment = (0..<20).map {
      .init(name: "V\($0)", value: String(repeating: "x", count: 60_000))
    }
    let (summary, world) = run(
      [PlanBuilder.step("tell"), PlanBuilder.step("later")], ["tell": [.init(report: report)]])
    let environment = try #require(world.commands.values.first { $0.script == "later" }?.environment)
    #expect(environment.filter { $0.hasPrefix("V") }.count == 8)
    let logged = try #require(
      world.events.compactMap { if case .reported(_, let report, _) = $0 { report } else { nil } }.first)
    #expect(logged.environment.count == 8 && logged.warnings.count == 12)
    #expect(summary.results[0].warnings == 1)
  }

  @Test func commandsThatAreRequiredAndMissingFailBeforeAnything() {
    let world = FakeWorld()
    world.missing = ["nginx"]
    let runbook = PlanBuilder.runbook {
      $0.requires = ["sh", "nginx"]
      $0.precheck = [PlanBuilder.step("look")]
      $0.cleanup = [PlanBuilder.step("tidy")]
    }
    let summary = PlanBuilder.run(PlanBuilder.plan([runbook]), in: world)
    #expect(world.scripts.isEmpty)
    #expect(summary.results[0].reason?.contains("'nginx'") == true)
    #expect(world.locksHeld == 0)
  }
}
