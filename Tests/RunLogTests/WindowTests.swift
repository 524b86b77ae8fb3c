import Catalog
import Execution
import Planning
import Scheduling
import Testing

@testable import RunLog

/// Exceptions from windows, points of no return, alerts, and how long tasks took.
@Suite struct WindowTests {
  private let folder = TemporaryFolder()
  private let log: RunLog
  private let override = WindowOverride(by: "anna", uid: 7, reason: "db1 is down")

  init() throws { log = try RunLog.open(state: folder.state, access: .readWrite) }

  @Test func anExceptionIsInForceUntilItsEndOrUntilItIsClosed() throws {
    #expect(try log.closeWindows(by: Actor(name: "berta", uid: 9), at: Fixture.time(5)).isEmpty)
    let first = try log.openWindow(override, from: Fixture.time(10), to: Fixture.time(20))
    let second = try log.openWindow(override, from: Fixture.time(15), to: Fixture.time(40))
    #expect(try log.windowExceptions(at: Fixture.time(9)).isEmpty)
    #expect(try log.windowExceptions(at: Fixture.time(15)).map(\.number) == [first, second])
    #expect(try log.windowExceptions(at: Fixture.time(20)).map(\.number) == [second])
    let closed = try log.closeWindows(by: Actor(name: "berta", uid: 9), at: Fixture.time(30))
    #expect(closed.map(\.number) == [second])
    #expect(closed.first?.closedAt == nil)
    #expect(try log.windowExceptions(at: Fixture.time(30)).isEmpty)
    let records = try log.windowExceptions(latest: 5)
    #expect(records.map(\.number) == [second, first])
    #expect(records[0].closedBy == "berta" && records[0].closedAt == Fixture.time(30))
    #expect(records[1].closedBy == nil)
    #expect(records[0].override == override)
    #expect(records[0].exception?.end == Fixture.time(30))
  }

  @Test func oneThatAClockGrantedWhichWasAheadIsClosedToo() throws {
    let number = try log.openWindow(override, from: Fixture.time(60), to: Fixture.time(90))
    #expect(try log.windowExceptions(at: Fixture.time(30)).isEmpty)
    #expect(try log.closeWindows(by: Actor(name: "berta", uid: 9), at: Fixture.time(30)).map(\.number) == [number])
    #expect(try log.windowExceptions(at: Fixture.time(70)).isEmpty)
  }

  @Test func thatOfARunIsForThatRunAlone() throws {
    var header = Fixture.header
    header.override = override
    let run = try log.beginRun(header, plan: Fixture.plan())
    let other = try log.beginRun(Fixture.header, plan: Fixture.plan())
    #expect(try log.run(run)?.header.override == override)
    #expect(try log.run(other)?.header.override == nil)
    #expect(try log.windowExceptions(at: Fixture.time(100)).isEmpty)
    let record = try log.windowExceptions(latest: 1).first
    #expect(record?.run == run && record?.end == nil && record?.start == header.startedAt)
    #expect(try log.closeWindows(by: Actor(name: "berta", uid: 9), at: Fixture.time(100)).isEmpty)
  }

  @Test func thePointOfNoReturnAndItsAlert() throws {
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    let limits = ChangeLimits(
      pointOfNoReturn: Fixture.time(50), end: Fixture.time(70), limit: .window("daily"), atEnd: .continue, zone: .utc)
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(10)), .changeLimited(task: 0, limits, at: Fixture.time(10)),
      .limitPassed(task: 0, .pointOfNoReturn, limits, level: .critical, at: Fixture.time(50)),
      .limitPassed(task: 0, .end, limits, level: .critical, at: Fixture.time(70)),
    ])
    #expect(try log.run(1)?.tasks[0].pointOfNoReturn == Fixture.time(50))
    #expect(try log.run(1)?.tasks[1].pointOfNoReturn == nil)
    let alerts = try log.status(now: Fixture.time(100)).alerts
    #expect(alerts.map(\.kind) == [.windowEnd, .pointOfNoReturn])
    #expect(alerts.allSatisfy { $0.run == 1 && $0.task == Fixture.name("daily.health") && $0.level == .critical })
    #expect(alerts[1].text == "daily.health of run 1 is \(limits.alert(.pointOfNoReturn))")
    let later = Fixture.time(70) + .seconds(7 * 86_400)
    #expect(try log.status(now: later).alerts.map(\.kind) == [.windowEnd])
    #expect(try log.status(now: later + .microseconds(1)).alerts.isEmpty)
  }

  /// A run of `daily.health`: its last step forward ends at 41, cleanup long after.
  private func run(
    _ outcome: TaskOutcome, rollback: Int = 0, upTo last: Stage = .verify, rollsBack: Int? = nil
  ) throws {
    var header = Fixture.header
    header.rollsBack = rollsBack
    let run = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
    let verify = Fixture.step(0, last)
    var events: [Event] = [.taskStarted(task: 0, at: Fixture.time(10))]
    events += Fixture.running(verify) + Fixture.ended(verify)
    for position in 0..<rollback {
      events +=
        Fixture.running(Fixture.step(0, .rollback, position)) + Fixture.ended(Fixture.step(0, .rollback, position))
    }
    events += [
      .stepStarted(Fixture.step(0, .cleanup), name: "c", script: ":", at: Fixture.time(50)),
      .stepFinished(Fixture.step(0, .cleanup), .succeeded, attempts: 1, detail: nil, at: Fixture.time(900)),
      .taskFinished(task: 0, TaskResult(outcome: outcome), at: Fixture.time(901)),
      .runFinished(.succeeded, at: Fixture.time(902)),
    ]
    try log.write(events)
    #expect(run > 0)
  }

  @Test func howLongATaskTookForwardAndBack() throws {
    let task = Fixture.name("daily.health")
    #expect(try log.timeSamples(of: [task]).isEmpty)
    try run(.succeeded)
    try run(.rolledBack, rollback: 2)
    try run(.failed)
    try run(.rollbackFailed, rollback: 1)
    // Half-done, it was soon taken back.
    try run(.rolledBack, rollback: 1, upTo: .change)
    // One that somebody asked for takes back all of it.
    try run(.rolledBack, rollback: 3, upTo: .precheck, rollsBack: 3)
    let samples = try log.timeSamples(of: [task, Fixture.name("daily.other")])
    #expect(
      samples == [
        task: TimeSamples(forward: [.microseconds(31)], rollback: [.microseconds(3 * 21), .microseconds(2 * 21)])
      ])
  }

  @Test func samplesAreTheLastHundredFoundByAnIndex() throws {
    for _ in 0..<103 { try run(.succeeded) }
    #expect(try log.timeSamples(of: [Fixture.name("daily.health")]).values.first?.forward.count == 100)
    for outcome in ["succeeded", "rolled_back"] {
      var plan: [String] = []
      try log.connection.each(
        "EXPLAIN QUERY PLAN SELECT run FROM task WHERE name = 'x' AND outcome = '\(outcome)' ORDER BY run DESC LIMIT 100",
        []
      ) { plan.append($0.text(3)) }
      let index = outcome == "rolled_back" ? "task_rolled_back" : "task_name"
      #expect(plan.count == 1 && plan[0].contains("INDEX \(index)"), "\(plan)")
    }
  }
}
