import Catalog
import Scheduling
import Testing

@testable import Planning

@Suite struct SimulationTests {
  private var fixture = CalendarFixture()

  /// By the durations of the fixture; a task without one takes no time.
  private static func simulate(
    _ fixture: CalendarFixture, from: String = "2027-01-01", to: String, every: Int = 5, down: [(String, String)] = []
  ) -> Simulation {
    let settings = Simulation.Settings(
      range: moment(from)..<moment(to), every: .seconds(60 * every),
      outages: down.map { moment($0.0)..<moment($0.1) })
    return Simulator.simulate(
      fixture.catalog, durations: fixture.durations, settings: settings, hostZone: .utc, zone: Zone.named)
  }

  private static func runs(_ simulation: Simulation) -> [String] {
    simulation.runs.map { run in
      let names = simulation.shapes[run.shape].parts.map { simulation.due.tasks[$0.task].name.description }
      return "\(minute(run.start)) \(names.joined(separator: " "))"
    }
  }

  @Test func eachPeriodRunsOnceInTierOrder() {
    var fixture = fixture
    fixture.task("weekly.c")
    fixture.task("daily.a")
    fixture.task("daily.b")
    let simulation = Self.simulate(fixture, from: "2027-01-03", to: "2027-01-05")
    #expect(
      Self.runs(simulation) == [
        // Installed on a Sunday, whose week has begun on Monday.
        "2027-01-03T00:00 weekly.c", "2027-01-03T02:00 daily.a daily.b", "2027-01-04T02:00 daily.a daily.b weekly.c",
      ])
    #expect(simulation.calls == Simulation.Calls(all: 576))
    #expect(simulation.misses.isEmpty && simulation.deferrals.isEmpty)
  }

  @Test func callsDuringARunDoNothing() {
    var fixture = fixture
    fixture.task("hourly.a")
    fixture.task("daily.b", took: 62)
    let simulation = Self.simulate(fixture, to: "2027-01-01T06:00")
    #expect(
      Self.runs(simulation).suffix(5) == [
        // Tasks of a run are one after the other, so that the hourly one of 03:00 comes late.
        "2027-01-01T01:00 hourly.a", "2027-01-01T02:00 hourly.a daily.b", "2027-01-01T03:05 hourly.a",
        "2027-01-01T04:00 hourly.a", "2027-01-01T05:00 hourly.a",
      ])
    #expect(simulation.calls.duringRuns == 12)
    #expect(simulation.summaries.map(\.longest) == [.zero, .seconds(62 * 60)])
  }

  @Test func anOutageIsCaughtUpOnce() {
    var fixture = fixture
    fixture.task("daily.a")
    fixture.task("weekly.b")
    fixture.window("weekly", [.weekday(.sunday)], 2, 4)
    let simulation = Self.simulate(
      fixture, to: "2027-02-01", down: [("2027-01-08T01:00", "2027-01-11T01:00"), ("2027-01-20", "2027-01-20T01:00")])
    let runs = Self.runs(simulation)
    #expect(
      runs.filter { $0 < "2027-01-12" && $0 > "2027-01-07" } == [
        // What makes up for three days is no substitute for the fourth.
        "2027-01-07T02:00 daily.a", "2027-01-11T01:00 daily.a", "2027-01-11T02:00 daily.a",
      ])
    #expect(simulation.runs.flatMap(\.catchUps).map { minute($0.since) } == ["2027-01-08T02:00"])
    #expect(
      simulation.misses.map { "\(minute($0.slot.start)) \($0.task) \($0.cause)" } == [
        "2027-01-08T02:00 0 down", "2027-01-09T02:00 0 down", "2027-01-10T02:00 1 down",
      ])
    let summaries = simulation.summaries
    #expect(summaries.map(\.missedPeriods) == [2, 1] && summaries.map(\.catchUps) == [1, 0])
    #expect(summaries.map(\.runs) == [29, 4])
    #expect(simulation.calls.down == 72 * 12 + 12)
  }

  @Test func aFreezeDefers() {
    var fixture = fixture
    fixture.task("daily.a")
    fixture.task("daily.look", runbook: "look")
    fixture.freeze("2027-01-03", "2027-01-04")
    let simulation = Self.simulate(fixture, to: "2027-01-06")
    #expect(
      Self.runs(simulation) == [
        "2027-01-01T02:00 daily.a daily.look", "2027-01-02T02:00 daily.a daily.look", "2027-01-03T02:00 daily.look",
        "2027-01-04T02:00 daily.look", "2027-01-05T00:00 daily.a", "2027-01-05T02:00 daily.a daily.look",
      ])
    #expect(
      simulation.deferrals.map { "\(minute($0.at)) to \($0.until.map(minute) ?? "")" } == [
        "2027-01-03T02:00 to 2027-01-05T00:00"
      ])
    #expect(simulation.misses.map(\.cause) == [.deferred])
  }

  @Test func whatDoesNotFitWaitsForTheNextWindow() throws {
    var fixture = fixture
    fixture.task("daily.first", took: 40)
    fixture.task("daily.second", took: 10) { task in
      // Forward as well as back.
      task.timeout = .seconds(45 * 60)
      task.needs = [.init(task: taskName("first"), place: .path("x"))]
    }
    fixture.window("daily", [.every], 2, 4)
    let simulation = Self.simulate(fixture, to: "2027-01-03", down: [("2027-01-01", "2027-01-01T02:45")])
    // At 02:45 an hour and a quarter is left.
    #expect(
      Self.runs(simulation) == ["2027-01-01T02:45 daily.first", "2027-01-02T02:00 daily.first daily.second"])
    #expect(simulation.deferrals.map(\.task) == [1])
    let deferral = try #require(simulation.deferrals.first)
    #expect(minute(deferral.at) == "2027-01-01T02:45" && deferral.until.map(minute) == "2027-01-02T02:00")
    guard case .tooLate(let open, _) = deferral.decision else {
      Issue.record("\(deferral)")
      return
    }
    #expect(open.startBefore.map(minute) == "2027-01-01T04:00")
  }

  @Test func anOutageCutsARunOff() {
    var fixture = fixture
    fixture.task("daily.a", took: 10)
    fixture.task("daily.b", took: 60)
    fixture.task("daily.c", took: 10)
    let simulation = Self.simulate(fixture, to: "2027-01-02", down: [("2027-01-01T02:30", "2027-01-01T02:40")])
    #expect(
      Self.runs(simulation) == [
        "2027-01-01T02:00 daily.a daily.b daily.c",
        // c was not tried, and b waits an hour from its failure on.
        "2027-01-01T02:40 daily.c", "2027-01-01T03:30 daily.b",
      ])
    #expect(simulation.runs.map(\.isCutOff) == [true, false, false])
    #expect(simulation.misses.isEmpty)
  }

  /// A window that was open when time began was missed, too.
  @Test func anOpeningThatHasBegunBeforeIsMissed() {
    var fixture = fixture
    fixture.task("daily.a")
    fixture.window("daily", [.every], 2, 4)
    let down = [("2027-01-01T02:00", "2027-01-01T05:00")]
    let simulation = Self.simulate(fixture, from: "2027-01-01T03:00", to: "2027-01-03", down: down)
    #expect(Self.runs(simulation) == ["2027-01-02T02:00 daily.a"])
    #expect(simulation.misses.map { minute($0.slot.start) } == ["2027-01-01T02:00"])
    #expect(simulation.misses.map(\.cause) == [.down])
  }

  @Test func callsThatComeTooSeldomMiss() {
    var fixture = fixture
    fixture.task("daily.a")
    fixture.window("daily", [.every], 2, 3)
    let simulation = Self.simulate(fixture, to: "2027-01-04", every: 12 * 60)
    #expect(simulation.runs.isEmpty)
    #expect(simulation.misses.map(\.cause) == [.other, .other, .other])
  }

  @Test func aTaskOfEmergencyRunsWithWhatNeedsIt() {
    var fixture = fixture
    fixture.task("emergency.e", took: 5)
    fixture.task("daily.a") { $0.needs = [.init(task: taskName("emergency.e"), place: .path("x"))] }
    let simulation = Self.simulate(fixture, to: "2027-01-02")
    #expect(Self.runs(simulation) == ["2027-01-01T02:00 emergency.e daily.a"])
    #expect(simulation.summaries.map(\.tier) == [.daily])
  }
}
