import Catalog
import Diagnostics
import Scheduling
import Testing

@testable import Planning

@Suite struct GateTests {
  private let zone: Zone

  init() throws { zone = try #require(Zone.named("Europe/Berlin")) }

  private func moment(_ text: String) throws -> Timestamp {
    try #require(CalendarMoment.parse(text)).timestamp(in: zone)
  }

  private func minutes(_ values: Int...) -> [Duration] { values.map { .seconds(60 * $0) } }

  private func window(_ hours: String = "02:00-04:00", cutoff: Int = 30) throws -> Window {
    Window(
      name: "weekly", days: Window.Days([try #require(DayRule.parse("Sunday"))]),
      hours: try #require(Window.Hours.parse(hours)), cutoff: .seconds(60 * cutoff))
  }

  private func gate(
    _ samples: TimeSamples, timeout: Int? = nil, window: Window?, freezes: [Freeze] = [],
    exceptions: [WindowException] = [], hasWayBack: Bool = true
  ) -> Gate {
    Gate(
      clearance: Clearance(
        window: window, zone: zone, freezes: freezes, hostZone: zone, exceptions: exceptions),
      needed: TimeNeeded(samples, timeout: timeout.map { .seconds(60 * $0) }, hasWayBack: hasWayBack), changes: true)
  }

  private func reason(_ gate: Gate, _ text: String) throws -> String {
    let now = try moment(text)
    return gate.reason(gate.decision(at: now), at: now) ?? "open"
  }

  @Test func percentilesAndWhatStandsInForThem() {
    let many = TimeSamples(forward: minutes(10, 10, 10, 40, 10), rollback: minutes(5, 5, 5, 5))
    #expect(
      TimeNeeded(many, timeout: .seconds(1_200), hasWayBack: true).words
        == "40m (95th percentile of 5 runs) + 20m to roll back (timeout: only 4 rollbacks in the log)")
    #expect(
      TimeNeeded(TimeSamples(), timeout: .seconds(1_200), hasWayBack: true).words
        == "20m (timeout: no run in the log) + 20m to roll back (timeout: no rollback in the log)")
    let unknown = TimeNeeded(TimeSamples(forward: minutes(1)), timeout: nil, hasWayBack: true)
    #expect(
      unknown.words
        == "an unknown time (only 1 run in the log, and no timeout) + an unknown time to roll back "
        + "(no rollback in the log, and no timeout)")
    #expect(unknown.known == .zero)
    let noWayBack = TimeNeeded(many, timeout: nil, hasWayBack: false)
    #expect(noWayBack.words == "40m (95th percentile of 5 runs)")
    #expect(noWayBack.known == .seconds(2_400))
    let milliseconds = TimeSamples(forward: Array(repeating: .milliseconds(1_200), count: 5))
    #expect(TimeNeeded(milliseconds, timeout: nil, hasWayBack: false).words == "2s (95th percentile of 5 runs)")
  }

  @Test func itFitsToTheMicrosecond() throws {
    let samples = TimeSamples(forward: minutes(40, 40, 40, 40, 40), rollback: minutes(20, 20, 20, 20, 20))
    let gate = gate(samples, window: try window())
    #expect(gate.decision(at: try moment("2026-11-22T02:30")).isOpen)
    let late = try moment("2026-11-22T02:30") + .microseconds(1)
    #expect(
      gate.decision(at: late)
        == .tooLate(
          ClearanceState.Open(
            startBefore: try moment("2026-11-22T03:30"), end: try moment("2026-11-22T04:00"), limit: .window("weekly")),
          fits: try moment("2026-11-29T02:00")))
    #expect(
      try reason(gate, "2026-11-22T02:45")
        == "needs 40m (95th percentile of 5 runs) + 20m to roll back (95th percentile of 5 rollbacks); 45m are left until "
        + "the cutoff at 03:30 +01:00; it fits 2026-11-29 02:00 +01:00")
  }

  @Test func aStartThatCannotBeIsNotPromised() throws {
    let gate = gate(TimeSamples(), timeout: 180, window: try window())
    let now = try moment("2026-11-21T12:00")
    #expect(gate.decision(at: now) == .shut(.outsideWindow("weekly"), opens: nil))
    let end = "no opening to come is long enough: widen the window, or shorten the timeout"
    #expect(try reason(gate, "2026-11-21T12:00").hasSuffix(end))
    #expect(gate.admission(at: now) == .shut(until: nil))
  }

  @Test func theWholeOfAShortTaskAndOneThatNeverFits() throws {
    let gate = gate(TimeSamples(), timeout: 60, window: try window(cutoff: 0))
    #expect(try reason(gate, "2026-11-22T02:00") == "open")
    let long = self.gate(TimeSamples(), timeout: 61, window: try window(cutoff: 0))
    #expect(
      try reason(long, "2026-11-22T02:00")
        == "needs 1h1m (timeout: no run in the log) + 1h1m to roll back (timeout: no rollback in the log); 2h are left "
        + "until window 'weekly' closes at 04:00 +01:00; no opening to come is long enough: widen the window, or shorten "
        + "the timeout")
  }

  /// An approval is not over just when it would count.
  @Test func anApprovalCountsToTheEndOfItsWindow() throws {
    // 2026-11-22 is a Sunday.
    let open = gate(TimeSamples(), window: try window())
    func end(_ gate: Gate, _ end: String, at now: String) throws -> String {
      zone.minute(gate.approvalEnd(try moment(end), at: try moment(now)))
    }
    let next = "2026-11-29 04:00 +01:00"
    for (text, now) in [
      ("2026-11-27T12:00", "2026-11-23T09:00"), ("2026-11-29T02:05", "2026-11-22T02:05"),
      ("2026-11-29T01:59", "2026-11-22T03:50"), ("2026-11-23T00:00", "2026-11-22T03:45"),
    ] {
      #expect(try end(open, text, at: now) == next, "\(text), \(now)")
    }
    // Where more is granted than it needs, in the cutoff, and in the window itself.
    #expect(try end(open, "2026-12-01T12:00", at: "2026-11-23T09:00") == "2026-12-01 12:00 +01:00")
    #expect(try end(open, "2026-11-29T03:45", at: "2026-11-23T09:00") == "2026-11-29 03:45 +01:00")
    #expect(try end(open, "2026-11-22T02:10", at: "2026-11-22T02:05") == "2026-11-22 04:00 +01:00")
    // Past a freeze, and without a window.
    let freeze = Freeze(
      from: try #require(.parse("2026-11-28")), to: try #require(.parse("2026-11-30")), reason: "x")
    #expect(
      try end(gate(TimeSamples(), window: try window(), freezes: [freeze]), "2026-11-27T12:00", at: "2026-11-23T09:00")
        == "2026-12-06 04:00 +01:00")
    #expect(
      try end(gate(TimeSamples(), window: nil, freezes: [freeze]), "2026-11-27T12:00", at: "2026-11-23T09:00")
        == "2026-11-27 12:00 +01:00")
  }

  @Test func aFreezeEndsTheTimeThatIsLeft() throws {
    let freeze = Freeze(
      from: try #require(.parse("2026-11-22T03:00")), to: try #require(.parse("2026-11-22T23:00")), reason: "sale")
    let gate = gate(TimeSamples(), timeout: 31, window: try window(cutoff: 0), freezes: [freeze])
    #expect(
      try reason(gate, "2026-11-22T02:00")
        == "needs 31m (timeout: no run in the log) + 31m to roll back (timeout: no rollback in the log); 1h are left until "
        + "freeze (sale) begins at 03:00 +01:00; it fits 2026-11-29 02:00 +01:00")
    #expect(
      try reason(gate, "2026-11-22T03:00")
        == "change freeze until 2026-11-22 23:00 +01:00 (sale); it may start 2026-11-29 02:00 +01:00")
  }

  @Test func outsideAndInTheCutoff() throws {
    let gate = gate(TimeSamples(), window: try window())
    #expect(
      try reason(gate, "2026-11-21T12:00")
        == "outside its window 'weekly' (Sunday, 02:00-04:00); it may start 2026-11-22 02:00 +01:00")
    #expect(
      try reason(gate, "2026-11-22T03:45")
        == "nothing starts in the last 30m of its window 'weekly' (Sunday, 02:00-04:00); it may start 2026-11-29 02:00 "
        + "+01:00")
  }

  @Test func anExceptionAsksNotHowLongItTakes() throws {
    let exception = WindowException(
      start: try moment("2026-11-21T12:00"), end: try moment("2026-11-21T12:10"), reason: "db1 is down")
    let gate = gate(TimeSamples(), timeout: 600, window: try window(), exceptions: [exception])
    guard case .open(let open) = gate.decision(at: try moment("2026-11-21T12:09")) else {
      Issue.record("it is not open")
      return
    }
    #expect(gate.limits(of: open) == nil)
    #expect(
      gate.allowance(open, at: try moment("2026-11-21T12:09")) == "by an exception until 12:10 +01:00: db1 is down")
    #expect(!gate.decision(at: try moment("2026-11-21T12:10")).isOpen)
  }

  @Test func thePointOfNoReturnIsTheEndLessTheRollback() throws {
    let samples = TimeSamples(forward: minutes(1, 1, 1, 1, 1), rollback: minutes(20, 20, 20, 20, 20))
    func limits(_ gate: Gate) throws -> ChangeLimits? {
      guard case .open(let open) = gate.decision(at: try moment("2026-11-22T02:00")) else { return nil }
      return gate.limits(of: open)
    }
    let known = try #require(try limits(gate(samples, window: try window())))
    #expect(try known.pointOfNoReturn == moment("2026-11-22T03:40"))
    #expect(try known.end == moment("2026-11-22T04:00"))
    #expect(
      try known.words(on: moment("2026-11-22T02:00"))
        == "point of no return 03:40 +01:00, window 'weekly' closes 04:00 +01:00")
    let unknown = try limits(gate(TimeSamples(), window: try window()))
    #expect(unknown != nil && unknown?.pointOfNoReturn == nil)
    #expect(try limits(gate(samples, window: try window(), hasWayBack: false))?.pointOfNoReturn == nil)
    #expect(try limits(gate(samples, window: nil)) == nil)
    var check = gate(samples, window: try window())
    check.changes = false
    #expect(try limits(check) == nil)
  }

  /// What a task changes decides whether the tier's window and freezes bind it.
  @Test func whichTasksHaveAGate() throws {
    var builder = CatalogBuilder()
    builder.task(.weekly, "change") { $0.timeout = .seconds(60) }
    builder.task(.weekly, "check")
    builder.task(.weekly, "scan") { $0.window = .init(name: "nights", place: .path("x")) }
    builder.task(.emergency, "mend")
    builder.runbook("change") { $0.noRollbackReason = "nothing to undo" }
    builder.runbook("mend")
    for name in ["check", "scan"] { builder.runbook(name) { $0.change = [] } }
    var catalog = builder.catalog
    catalog.windows = [try window(), Window(name: "nights", hours: try #require(.parse("22:00-04:00")))]
    catalog.freezes = [
      Freeze(from: try #require(.parse("2026-11-22")), to: try #require(.parse("2026-11-22")), reason: "sale")
    ]
    let tasks = catalog.tiers.values.flatMap(\.tasks)
    func gate(_ name: String) throws -> Gate? {
      let task = try #require(tasks.first { $0.name.name == name })
      return Gate(of: task, in: catalog, samples: TimeSamples(), hostZone: zone) { _ in nil }
    }
    let frozen = try moment("2026-11-22T02:00")
    #expect(try gate("change")?.decision(at: frozen).isOpen == false)
    #expect(try gate("change")?.needed.words == "1m (timeout: no run in the log)")
    #expect(try gate("check") == nil)
    #expect(try gate("scan")?.decision(at: frozen).isOpen == true)
    #expect(try gate("scan")?.decision(at: moment("2026-11-22T12:00")).isOpen == false)
    #expect(try gate("mend")?.decision(at: frozen).isOpen == false)
    #expect(try gate("mend")?.decision(at: moment("2026-11-21T12:00")).isOpen == true)
    let runbook = MaintenanceTask(name: TaskName(tier: nil, name: "mend"), runbook: "mend", place: .path("x"))
    let alone = try #require(Gate(of: runbook, in: catalog, samples: TimeSamples(), hostZone: zone) { _ in nil })
    #expect(!alone.decision(at: frozen).isOpen)
  }

  /// What `DueSelection` is told stands up to the moment that it is told, and no longer.
  @Test func anAdmissionStandsAsLongAsItSays() throws {
    let samples = TimeSamples(forward: minutes(40, 40, 40, 40, 40), rollback: minutes(20, 20, 20, 20, 20))
    let gate = gate(samples, window: try window())
    let (opens, tooLate) = (try moment("2026-11-22T02:00"), try moment("2026-11-22T02:30") + .microseconds(1))
    #expect(gate.admission(at: try moment("2026-11-21T12:00")) == .shut(until: opens))
    #expect(gate.admission(at: opens) == .open(until: tooLate))
    #expect(gate.admission(at: tooLate + .microseconds(-1)) == .open(until: tooLate))
    #expect(gate.admission(at: tooLate) == .shut(until: try moment("2026-11-29T02:00")))
    let never = self.gate(TimeSamples(), timeout: 600, window: try window())
    #expect(never.admission(at: opens) == .shut(until: nil))
    #expect(self.gate(TimeSamples(), timeout: 600, window: nil).admission(at: opens) == .open(until: nil))
    let exception = WindowException(start: opens, end: opens + .seconds(60), reason: "x")
    #expect(
      self.gate(TimeSamples(), timeout: 600, window: try window(), exceptions: [exception]).admission(at: opens)
        == .open(until: opens + .seconds(60)))
  }
}
