import Catalog
import Execution
import Planning
import RunLog
import Scheduling
import Testing

@testable import Reporting

/// What is said of windows, freezes and points of no return.
@Suite struct WindowTests {
  private static let appearance = Appearance(color: false, utf8: true)
  /// A Saturday, 02:00 UTC.
  private static let now = ConsoleDriver.start
  private static let limits = ChangeLimits(
    pointOfNoReturn: ConsoleDriver.at(600), end: ConsoleDriver.at(1_800), limit: .window("daily"), atEnd: .rollback,
    zone: .utc)

  private static func window(_ day: String, cutoff: Int = 0) throws -> Window {
    Window(
      name: "weekly", days: Window.Days([try #require(DayRule.parse(day))]),
      hours: try #require(Window.Hours.parse("01:00-04:00")), cutoff: .seconds(60 * cutoff), atEnd: .stop)
  }

  private static func clearance(_ window: Window?, _ freezes: [Freeze] = []) -> Clearance {
    Clearance(window: window, zone: .utc, freezes: freezes, hostZone: .utc)
  }

  private static func freeze(_ from: String, _ to: String) throws -> Freeze {
    Freeze(from: try #require(.parse(from)), to: try #require(.parse(to)), reason: "sale\u{1B}[2J")
  }

  @Test func theConsoleSaysHowLongThereIsAWayBack() {
    var driver = ConsoleDriver()
    driver.begin(1, at: 0)
    driver.console.receive(.changeLimited(task: 1, Self.limits, at: ConsoleDriver.at(0)))
    driver.console.receive(
      .limitPassed(task: 1, .pointOfNoReturn, Self.limits, level: .warning, at: ConsoleDriver.at(600)))
    #expect(
      driver.console.takeText() == """
        2026-11-21 02:00:00 Run 12: daily, 4 tasks
        02:00:00 ▸ daily.log_rotation
        02:00:00   daily.log_rotation: point of no return 02:10 UTC, window 'daily' closes 02:30 UTC
        02:10:00 ! daily.log_rotation is past its point of no return (02:10 UTC): it is stopped and rolled back; window \
        'daily' closes 2026-11-21 02:30 UTC

        """)
  }

  @Test func onATerminalItIsCountedDown() {
    var driver = ConsoleDriver(isTerminal: true)
    driver.begin(1, at: 0)
    driver.console.receive(.changeLimited(task: 1, Self.limits, at: ConsoleDriver.at(0)))
    driver.step(ConsoleDriver.key(1), "compress", at: 1)
    #expect(driver.live(301).contains("no return in 4 min 59 s, "))
    #expect(driver.live(601).contains("past no return, "))
    driver.endStep(ConsoleDriver.key(1), .failed, at: 700)
    driver.step(StepKey(task: 1, stage: .rollback, position: 0), "back", at: 701)
    #expect(!driver.live(702).contains("return"), "on the way back it is no question")
    #expect(!driver.console.takeText().contains("closes"))
  }

  /// A freeze next month is no news to a task of today.
  @Test func whatIsFarIsNotTold() {
    for (isTerminal, isQuiet) in [(false, false), (true, false), (false, true)] {
      var driver = ConsoleDriver(verbosity: isQuiet ? .quiet : .normal, isTerminal: isTerminal)
      driver.begin(1, at: 0)
      var limits = Self.limits
      if !isQuiet {
        limits.pointOfNoReturn = nil
        limits.end = ConsoleDriver.at(86_401)
      }
      driver.console.receive(.changeLimited(task: 1, limits, at: ConsoleDriver.at(0)))
      #expect(!driver.console.takeText().contains("closes"))
      #expect(!driver.live(10).contains("return"))
    }
  }

  @Test func asEvents() {
    var encoder = EventLine(run: 12, plan: ExamplePlan.usual)
    let set = encoder.encode(.changeLimited(task: 1, Self.limits, at: ConsoleDriver.at(1.5)))
    #expect(
      String(decoding: set, as: UTF8.self)
        == #"{"event":"point_of_no_return","run":12,"at":"2026-11-21T02:00:01.500000Z","task":"daily.log_rotation","#
        + #""point_of_no_return":"2026-11-21T02:10:00.000000Z","end":"2026-11-21T02:30:00.000000Z","limit":"window","#
        + #""limit_name":"daily","at_window_end":"rollback"}"# + "\n")
    let passed = encoder.encode(
      .limitPassed(task: 1, .end, Self.limits, level: .critical, at: ConsoleDriver.at(1_800)))
    #expect(
      String(decoding: passed, as: UTF8.self)
        == #"{"event":"limit_passed","run":12,"at":"2026-11-21T02:30:00.000000Z","task":"daily.log_rotation","#
        + #""mark":"window_end","level":"critical","text":"still at work when its window 'daily' closed at 2026-11-21 02:30 "#
        + #"UTC: it is stopped and rolled back (at_window_end: rollback)"}"# + "\n")
  }

  @Test func theList() throws {
    let weekly = try Self.window("Saturday", cutoff: 30)
    let sunday = try Self.window("Sunday")
    let freezes = [try Self.freeze("2026-11-22", "2026-11-23")]
    let override = WindowOverride(by: "anna", uid: 7, reason: "db1 is down")
    let report = WindowListReport(
      windows: [
        .init(window: weekly, clearance: Self.clearance(weekly), governs: ["weekly", "daily.scan"]),
        .init(window: sunday, clearance: Self.clearance(sunday, freezes), governs: []),
      ],
      freezes: freezes,
      exceptions: [
        WindowExceptionRecord(
          number: 3, run: nil, override: override, start: Self.now, end: Self.now + .seconds(3_600)),
        WindowExceptionRecord(
          number: 2, run: nil, override: override, start: Self.now, end: Self.now + .seconds(3_600), closedBy: "berta",
          closedAt: Self.now + .seconds(60)),
        WindowExceptionRecord(number: 1, run: 9, override: override, start: Self.now, end: nil),
      ], hostZone: .utc, now: Self.now)
    #expect(
      report.text(appearance: Self.appearance) == """
        WINDOW  OPEN                                                 GOVERNS             NEXT
        weekly  Saturday, 01:00-04:00, cutoff 30m, at the end: stop  weekly, daily.scan  open now until 03:30 UTC
        weekly  Sunday, 01:00-04:00, at the end: stop                nothing             2026-11-29 01:00 UTC

        Freezes
          from 2026-11-22 00:00 UTC to 2026-11-24 00:00 UTC: sale␛[2J

        Exceptions, the latest first
          3  from 2026-11-21 02:00 UTC to 03:00 UTC, by anna: db1 is down (in force)
          2  from 2026-11-21 02:00 UTC to 03:00 UTC, closed 02:01 UTC by berta, by anna: db1 is down
          1  run 9, 2026-11-21 02:00 UTC, by anna: db1 is down

        """)
    #expect(report.json.contains(#""in_force": true"#))
    #expect(report.json.contains(#""start_before": "2026-11-21T03:30:00.000000Z""#))
  }

  @Test func theNextTimes() throws {
    let freezes = [try Self.freeze("2026-11-28T02:00", "2026-11-28T03:00")]
    let report = WindowNextReport(
      [
        .init(name: "weekly", clearance: Self.clearance(try Self.window("Saturday"), freezes)),
        .init(name: "hourly", clearance: Self.clearance(nil)),
      ], now: Self.now)
    #expect(
      report.text(appearance: Self.appearance) == """
        TARGET  FROM                  UP TO
        weekly  now                   2026-11-21 04:00 UTC, window weekly
                2026-11-28 01:00 UTC  2026-11-28 02:00 UTC, freeze (sale␛[2J)
                2026-11-28 03:00 UTC  2026-11-28 04:00 UTC, window weekly
        hourly  now                   no end

        """)
    #expect(report.json.contains(#""limit_name": "sale"#))
  }

  @Test func theCheck() throws {
    let name = TaskName(tier: .weekly, name: "updates")
    func report(_ day: String, minutes: Int) throws -> WindowCheckReport {
      let needed = TimeNeeded(TimeSamples(), timeout: .seconds(60 * minutes), hasWayBack: false)
      let gate = Gate(clearance: Self.clearance(try Self.window(day)), needed: needed, changes: true)
      return WindowCheckReport([.init(task: name, gate: gate), .init(task: name, gate: nil)], now: Self.now)
    }
    let open = try report("Saturday", minutes: 120)
    #expect(open.isOpen)
    #expect(
      open.text(appearance: Self.appearance) == """
        ✓ weekly.updates  may start: 2h are left until window 'weekly' closes at 04:00 UTC
        ✓ weekly.updates  may start at any time

        """)
    let late = try report("Saturday", minutes: 121)
    #expect(!late.isOpen)
    #expect(
      late.text(appearance: Self.appearance).hasPrefix(
        "– weekly.updates  needs 2h1m (timeout: no run in the log); 2h are left until window 'weekly' closes at 04:00 UTC; "
          + "it fits 2026-11-28 01:00 UTC\n"))
    #expect(late.json.contains(#""state": "too_late""#))
    #expect(try report("Sunday", minutes: 1).json.contains(#""may_start_at": "2026-11-22T01:00:00.000000Z""#))
  }

  @Test func statusSaysWhereARunningTaskStands() throws {
    var task = TaskRecord(position: 0, name: TaskName(tier: .daily, name: "slow"), runbook: "slow")
    task.startedAt = Self.now
    task.pointOfNoReturn = ConsoleDriver.at(600)
    task.steps = [
      StepRecord(
        key: StepKey(task: 0, stage: .change, position: 0), name: "work", script: ":", startedAt: Self.now)
    ]
    func text(at seconds: Double, stage: Stage = .change) -> String {
      var run = ExampleRuns.listed(12, nil, [:])
      task.steps[0].key.stage = stage
      run.tasks = [task]
      let status = HostStatus(at: ConsoleDriver.at(seconds), running: [run])
      return StatusReport(status: status, alive: [run.number]).text(appearance: Self.appearance, zone: .utc)
    }
    #expect(text(at: 0).contains("          point of no return 2026-11-21 02:10:00, in 10 min 00 s\n"))
    #expect(
      text(at: 601).contains(
        "          past its point of no return, 2026-11-21 02:10:00: a rollback begun now ends too late\n"))
    #expect(!text(at: 601, stage: .rollback).contains("return"))
  }
}
