import Scheduling
import Testing

@Suite struct ClearanceTests {
  private let berlin: Zone

  init() throws { berlin = try #require(Zone.named("Europe/Berlin")) }

  private func moment(_ text: String) throws -> Timestamp {
    try #require(CalendarMoment.parse(text)).timestamp(in: berlin)
  }

  private func freeze(_ from: String, _ to: String, _ reason: String = "x") throws -> Freeze {
    Freeze(
      from: try #require(CalendarMoment.parse(from)), to: try #require(CalendarMoment.parse(to)), reason: reason)
  }

  /// Nights of Sunday from 22:00 to 02:00, nothing starting in the last half hour.
  private func sundays(
    _ freezes: [Freeze] = [], exceptions: [(from: String, to: String)] = []
  ) throws -> Clearance {
    let window = Window(
      name: "weekly", days: Window.Days([try #require(DayRule.parse("Sunday"))]),
      hours: try #require(Window.Hours.parse("22:00-02:00")), cutoff: .seconds(1_800))
    return Clearance(
      window: window, zone: berlin, freezes: freezes, hostZone: berlin,
      exceptions: try exceptions.map {
        WindowException(start: try moment($0.from), end: try moment($0.to), reason: "fire")
      })
  }

  private func describe(_ clearance: Clearance, at text: String) throws -> String {
    func words(_ moment: Timestamp?) -> String { moment.map { String(berlin.format($0).dropLast(3)) } ?? "-" }
    switch clearance.state(at: try moment(text)) {
    case .open(let open):
      let limit = open.limit.map { "\($0)" } ?? open.exception?.reason ?? "-"
      return "open to \(words(open.startBefore)), end \(words(open.end)) \(limit)"
    case .shut(let cause, let opens):
      return "\(cause) to \(words(opens))".replacing(#/Scheduling\.Timestamp.*?\)/#, with: "")
    }
  }

  @Test func aWindowWithACutoff() throws {
    let clearance = try sundays()
    let open = "open to 2026-11-23 01:30, end 2026-11-23 02:00 window(\"weekly\")"
    for (text, expected) in [
      ("2026-11-22T21:59", "outsideWindow(\"weekly\") to 2026-11-22 22:00"), ("2026-11-22T22:00", open),
      ("2026-11-23T01:29", open), ("2026-11-23T02:00", "outsideWindow(\"weekly\") to 2026-11-29 22:00"),
    ] {
      #expect(try describe(clearance, at: text) == expected, "\(text)")
    }
    #expect(
      clearance.state(at: try moment("2026-11-23T01:30"))
        == .shut(.cutoff("weekly", end: try moment("2026-11-23T02:00")), opens: try moment("2026-11-29T22:00")))
  }

  @Test func withoutWindowOrAsNeededOnlyFreezesBind() throws {
    let freezes = [try freeze("2026-12-20T18:00", "2026-12-21T06:00", "holidays")]
    for window in [nil, Window(name: "emergency", hours: .asNeeded)] {
      let clearance = Clearance(window: window, zone: berlin, freezes: freezes, hostZone: berlin)
      #expect(
        try describe(clearance, at: "2026-11-22T21:59")
          == "open to 2026-12-20 18:00, end 2026-12-20 18:00 freeze(\"holidays\")")
      #expect(
        clearance.state(at: try moment("2026-12-20T18:00"))
          == .shut(.freeze("holidays", end: try moment("2026-12-21T06:00")), opens: try moment("2026-12-21T06:00")))
      #expect(try describe(clearance, at: "2026-12-21T06:00") == "open to -, end - -")
    }
  }

  @Test func aFreezeThatBeginsInAWindowEndsIt() throws {
    // Before the cutoff, and between the cutoff and the end.
    #expect(
      try describe(sundays([freeze("2026-11-23", "2026-11-24")]), at: "2026-11-22T23:00")
        == "open to 2026-11-23 00:00, end 2026-11-23 00:00 freeze(\"x\")")
    #expect(
      try describe(sundays([freeze("2026-11-23T01:45", "2026-11-24")]), at: "2026-11-22T23:00")
        == "open to 2026-11-23 01:30, end 2026-11-23 01:45 freeze(\"x\")")
    #expect(
      try describe(sundays([freeze("2026-11-23T02:00", "2026-11-24")]), at: "2026-11-22T23:00")
        == "open to 2026-11-23 01:30, end 2026-11-23 02:00 window(\"weekly\")")
  }

  @Test func theNextOpeningIsLookedForPastFreezes() throws {
    // Two without a gap cover two Sundays; the second ends inside the third window.
    let freezes = [
      try freeze("2026-12-01", "2026-12-19", "books"), try freeze("2026-12-20", "2026-12-27T23:00", "holidays"),
      try freeze("2026-11-29", "2026-11-29", "one day"),
    ]
    let clearance = try sundays(freezes)
    func opens(_ text: String) throws -> Timestamp? {
      guard case .shut(_, let opens) = clearance.state(at: try moment(text)) else { return nil }
      return opens
    }
    // The freeze ends at midnight, in the middle of that window.
    #expect(try opens("2026-11-24") == moment("2026-11-30"))
    #expect(try opens("2026-11-29T23:00") == moment("2026-11-30"))
    #expect(try opens("2026-11-30T03:00") == moment("2026-12-27T23:00"))
    #expect(try opens("2026-12-06T23:00") == moment("2026-12-27T23:00"))
    guard case .shut(.freeze(let reason, let end), _) = clearance.state(at: try moment("2026-12-06T23:00")) else {
      Issue.record("it is open")
      return
    }
    #expect(reason == "holidays")
    #expect(try end == moment("2026-12-27T23:00"))
  }

  @Test func aFreezeThatEndsInTheCutoffLeavesNothingOfTheWindow() throws {
    let clearance = try sundays([freeze("2026-11-20", "2026-11-23T01:40")])
    guard case .shut(_, let opens) = clearance.state(at: try moment("2026-11-22T23:00")) else {
      Issue.record("it is open")
      return
    }
    #expect(try opens == moment("2026-11-29T22:00"))
  }

  @Test func anExceptionLiftsWindowAndFreeze() throws {
    let clearance = try sundays(
      [freeze("2026-11-20", "2026-12-20")],
      exceptions: [("2026-11-24T10:00", "2026-11-24T12:00"), ("2026-11-24T11:00", "2026-11-24T14:00")])
    #expect(try describe(clearance, at: "2026-11-24T10:30") == "open to 2026-11-24 12:00, end - fire")
    #expect(try describe(clearance, at: "2026-11-24T11:30") == "open to 2026-11-24 14:00, end - fire")
    for (text, opens) in [("2026-11-24T09:59", "2026-11-24T10:00"), ("2026-11-24T14:00", "2026-12-21")] {
      guard case .shut(.freeze, let found) = clearance.state(at: try moment(text)) else {
        Issue.record("it is not frozen at \(text)")
        continue
      }
      #expect(try found == moment(opens), "\(text)")
    }
  }

  @Test func neverAgain() throws {
    let hours = try #require(Window.Hours.parse("02:00-04:00"))
    let days = Window.Days([try #require(DayRule.parse("31"))], months: [.april])
    let daily = Window(name: "daily", hours: hours, cutoff: .seconds(7_200))
    for window in [Window(name: "monthly", days: days, hours: hours), daily] {
      let clearance = Clearance(window: window, zone: berlin, hostZone: berlin)
      guard case .shut(_, nil) = clearance.state(at: try moment("2026-11-24T02:30")) else {
        Issue.record("\(window.name) opens")
        continue
      }
    }
  }

  /// The freezes' zone is the host's, whatever the window's is.
  @Test func eachHasItsOwnZone() throws {
    let tokyo = try #require(Zone.named("Asia/Tokyo"))
    let clearance = Clearance(
      window: Window(name: "daily", hours: try #require(Window.Hours.parse("02:00-04:00"))), zone: tokyo,
      freezes: [try freeze("2026-11-25", "2026-11-25")], hostZone: berlin)
    // 02:00 in Tokyo is 18:00 in Berlin.
    #expect(
      try describe(clearance, at: "2026-11-24T18:00")
        == "open to 2026-11-24 20:00, end 2026-11-24 20:00 window(\"daily\")")
    #expect(try !clearance.state(at: moment("2026-11-25T18:00")).isOpen)
  }

  /// What is said to hold until a moment holds at every moment before it, and no longer.
  @Test func anAnswerHoldsAsLongAsItSays() throws {
    let clearance = try sundays(
      [freeze("2026-11-22T23:00", "2026-11-23T00:30"), freeze("2026-12-05", "2026-12-14T01:35")],
      exceptions: [("2026-11-23T00:15", "2026-11-23T00:45"), ("2026-11-26T10:00", "2026-11-26T11:00")])
    let end = try moment("2026-12-29")
    var (start, changes) = (try moment("2026-11-20"), 0)
    while start < end {
      let state = clearance.state(at: start)
      let change = clearance.change(of: state, at: start) ?? end
      #expect(change > start)
      for probe in [start + .seconds(60), start + (change - start) / 2, change + .microseconds(-1)]
      where probe >= start && probe < change {
        #expect(clearance.state(at: probe).isOpen == state.isOpen)
        if state.isOpen { #expect(clearance.state(at: probe) == state) }
      }
      if change < end { #expect(clearance.state(at: change) != state) }
      start = change
      changes += 1
    }
    #expect(changes == 14)
  }
}
