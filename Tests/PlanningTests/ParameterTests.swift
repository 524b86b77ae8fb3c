import Catalog
import Diagnostics
import Scheduling
import Testing

@testable import Planning

@Suite struct ParameterTests {
  /// A runbook `deploy` with three parameters, and the task `daily.deploy` that gives one of them.
  private static var catalog: Catalog {
    var builder = CatalogBuilder()
    builder.runbook("deploy") { runbook in
      let source = Source(path: "runbooks/deploy.yaml", text: "params:\n  source:\n  zone:\n  note:\n")
      runbook.parameters = [
        Parameter(name: "source", isRequired: true, place: .text(source, SourceRange(10, 16))),
        Parameter(
          name: "zone", defaultValue: "test", choices: ["test", "live"], help: "where to",
          place: .text(source, SourceRange(20, 24))),
        Parameter(name: "note", place: .text(source, SourceRange(28, 32))),
      ]
    }
    builder.task(.daily, "other")
    builder.task(.daily, "deploy") { task in
      task.arguments = [.init(name: "source", value: "/a", place: task.place)]
    }
    return builder.catalog
  }

  private static let task = Target.task(taskName("deploy"))

  @Test func valuesComeFromCommandLineThenWithThenDefault() throws {
    let planner = Self.catalog.planner()
    #expect(
      try planner.plan(targets: [Self.task]).tasks[0].parameters == [
        ResolvedParameter(name: "source", value: "/a", origin: .task(place: "schedules/daily.yaml:2")),
        ResolvedParameter(name: "zone", value: "test", origin: .runbook(place: "runbooks/deploy.yaml:3")),
      ])
    let plan = try planner.plan(targets: [Self.task], arguments: [("zone", "live"), ("source", "/b"), ("note", "")])
    #expect(plan.tasks[0].parameters.map(\.value) == ["/b", "live", ""])
    #expect(plan.tasks[0].parameters.allSatisfy { $0.origin == .commandLine })
    #expect(
      try planner.plan(targets: [.runbook("deploy")], arguments: [("source", "/c")]).tasks[0].parameters.count == 2)
  }

  @Test func neededTasksTakeNoArguments() throws {
    var catalog = Self.catalog
    catalog.tiers[.daily]?.tasks[0].needs = [.init(task: taskName("deploy"), place: .path("x"))]
    catalog.runbooks["other"] = catalog.runbooks["deploy"]
    let plan = try catalog.planner().plan(targets: [.task(taskName("other"))], arguments: [("source", "/b")])
    #expect(plan.tasks.map { $0.parameters[0].value } == ["/a", "/b"])
  }

  @Test(arguments: [
    ("unknown", "sorce", "/b", "unknown-parameter", "did you mean 'source'?"),
    ("choice", "zone", "mars", "unknown-choice", "it may be test or live"),
  ]) func badArguments(label: String, name: String, value: String, id: String, hint: String) {
    let failure = #expect(throws: PlanningFailure.self) {
      try Self.catalog.planner().plan(targets: [Self.task], arguments: [(name, value)])
    }
    #expect(failure?.problems.sorted.map(\.id.rawValue) == [id])
    #expect(failure?.problems.sorted.first?.hint == hint)
  }

  @Test func aParameterGivenTwiceIsRefused() {
    let failure = #expect(throws: PlanningFailure.self) {
      try Self.catalog.planner().plan(targets: [Self.task], arguments: [("note", "1"), ("note", "2")])
    }
    #expect(failure?.problems.sorted.map(\.id) == [.duplicateParameter])
  }

  @Test(arguments: [[Target.tier(.daily)], [Self.task, .runbook("deploy")]])
  func argumentsGoWithOneTaskOnly(targets: [Target]) {
    let failure = #expect(throws: PlanningFailure.self) {
      try Self.catalog.planner().plan(targets: targets, arguments: [("zone", "live")])
    }
    #expect(failure?.problems.sorted.map(\.id) == [.misplacedParameter])
  }

  @Test func aRequiredParameterWithoutValueIsRefused() throws {
    var catalog = Self.catalog
    catalog.tiers[.daily]?.tasks[1].arguments = []
    var asked = try #require(catalog.tiers[.daily]?.tasks[1])
    asked.name.tier = .emergency
    catalog.tiers[.emergency] = TierSchedule(tier: .emergency, tasks: [asked], place: asked.place)
    for (target, path) in [
      (Self.task, "schedules/daily.yaml"), (.runbook("deploy"), "command line"), (.task(asked.name), "command line"),
    ] {
      let failure = #expect(throws: PlanningFailure.self) { try catalog.planner().plan(targets: [target]) }
      #expect(failure?.problems.sorted.map(\.id) == [.missingParameter])
      #expect(failure?.problems.sorted.first?.place.path == path)
    }
  }
}
