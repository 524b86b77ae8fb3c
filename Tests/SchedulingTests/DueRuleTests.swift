import Scheduling
import Testing

@Suite struct DueRuleTests {
  private let berlin: Zone
  private let monthly: DueRule
  private let daily: DueRule
  private let weekly: DueRule

  init() throws {
    berlin = try #require(Zone.named("Europe/Berlin"))
    daily = DueRule(tier: .daily, zone: berlin)
    monthly = DueRule(tier: .monthly, zone: berlin, at: TimeOfDay(hour: 4, minute: 0))
    let sunday = Window(
      name: "weekly", days: Window.Days([.weekday(.sunday)]),
      hours: .span(start: TimeOfDay(hour: 22, minute: 0), end: TimeOfDay(hour: 2, minute: 0)), cutoff: .seconds(1_800))
    weekly = DueRule(tier: .weekly, zone: berlin, window: sunday)
  }

  /// What a rule says, in words: moments without year and seconds.
  private func say(
    _ rule: DueRule, _ now: String, success: String? = nil, failed: [String] = [], wasTried: Bool? = nil
  ) throws -> String {
    let history = DueHistory(
      lastSuccess: try success.map(moment),
      failures: try failed.map { DueHistory.FailedTry(start: try moment($0), end: try moment($0) + .seconds(600)) },
      wasTried: wasTried)
    return words(rule.state(at: try moment(now), history: history))
  }

  private func moment(_ text: String) throws -> Timestamp {
    let text = text.hasPrefix("20") ? text : "2026-\(text)"
    return try #require(CalendarMoment.parse(text)).timestamp(in: berlin)
  }

  private func words(_ state: DueState) -> String {
    func short(_ moment: Timestamp?) -> String {
      moment.map { String(berlin.format($0).dropLast(3)) }.map {
        $0.hasPrefix("2026-") ? String($0.dropFirst(5)) : $0
      } ?? "never"
    }
    return switch state {
    case .due(let since, let until, let cause): "due \(cause) since \(short(since)) until \(short(until))"
    case .notDue(let next): "next \(short(next))"
    case .waiting(let until, let attempts): "\(attempts) failed, waiting until \(short(until))"
    case .givenUp(let attempts, let next): "given up after \(attempts), next \(short(next))"
    case .never: "never"
    }
  }

  @Test func onceInAPeriodFromItsTimeOn() throws {
    #expect(try say(daily, "11-21T01:59") == "next 11-21 02:00")
    #expect(try say(daily, "11-21T02:00") == "due time since 11-21 02:00 until 11-22 00:00")
    #expect(try say(daily, "11-21T23:59") == "due time since 11-21 02:00 until 11-22 00:00")
    #expect(try say(daily, "11-21T02:01", success: "11-21T02:00") == "next 11-22 02:00")
    #expect(try say(daily, "11-22T00:00", success: "11-21T02:00") == "next 11-22 02:00")
    // A success by hand before the time counts for the period too.
    #expect(try say(daily, "11-21T03:00", success: "11-21T00:10") == "next 11-22 02:00")
    #expect(try say(monthly, "11-21T03:00", success: "11-01T04:00") == "next 12-01 04:00")
    #expect(try say(monthly, "12-31T03:00", success: "12-01T04:00") == "next 2027-01-01 04:00")
    #expect(
      words(DueRule(tier: .emergency, zone: berlin).state(at: try moment("11-21"), history: DueHistory())) == "never")
  }

  @Test func hourlyAtItsMinute() throws {
    let hourly = DueRule(tier: .hourly, zone: berlin, at: TimeOfDay(hour: 5, minute: 20))
    #expect(try say(hourly, "11-21T09:19") == "next 11-21 09:20")
    #expect(try say(hourly, "11-21T09:59", success: "11-21T09:20") == "next 11-21 10:20")
    #expect(
      try say(DueRule(tier: .hourly, zone: berlin), "11-21T09:10") == "due time since 11-21 09:00 until 11-21 10:00")
  }

  @Test func aFailedTryIsNotDone() throws {
    #expect(try say(daily, "11-21T02:20", failed: ["11-21T02:00"]) == "1 failed, waiting until 11-21 03:10")
    #expect(
      try say(daily, "11-21T03:10", failed: ["11-21T02:00"]) == "due retry(1) since 11-21 03:10 until 11-22 00:00")
    let three = ["11-21T02:00", "11-21T03:10", "11-21T04:20"]
    #expect(try say(daily, "11-21T12:00", failed: three) == "given up after 3, next 11-22 02:00")
    // The same failure does not begin the next day at midnight.
    #expect(try say(daily, "11-22T00:05", failed: three) == "given up after 3, next 11-22 02:00")
    #expect(try say(daily, "11-22T02:00", failed: three) == "due time since 11-22 02:00 until 11-23 00:00")
    // A try before midnight is made up for after it, in its time.
    #expect(try say(daily, "11-22T00:05", failed: ["11-21T23:30"]) == "1 failed, waiting until 11-22 00:40")
    #expect(
      try say(daily, "11-22T00:40", failed: ["11-21T23:30"]) == "due retry(1) since 11-22 00:40 until 11-22 02:00")
    #expect(try say(daily, "11-21T23:50", failed: ["11-21T23:30"]) == "1 failed, waiting until 11-22 00:40")
  }

  @Test func aMissedPeriodIsCaughtUpOnce() throws {
    // Off since last year.
    let last = "2025-11-20T02:00"
    #expect(
      try say(daily, "11-21T00:30", success: last) == "due catchUp since 2025-11-21 02:00 until 11-21 02:00")
    #expect(try say(daily, "11-21T00:35", success: "11-21T00:30") == "next 11-22 02:00")
    #expect(try say(monthly, "11-01T00:30", success: last) == "due catchUp since 2025-12-01 04:00 until 11-01 04:00")
    #expect(try say(monthly, "11-01T00:35", success: "11-01T00:30") == "next 12-01 04:00")
    // What never ran has missed nothing.
    #expect(try say(daily, "11-21T00:30") == "next 11-21 02:00")
    #expect(try say(daily, "11-21T00:30", wasTried: true) == "due catchUp since 11-20 02:00 until 11-21 02:00")
    var skipping = daily
    skipping.catchUp = .skip
    #expect(try say(skipping, "11-21T00:30", success: last) == "next 11-21 02:00")
    #expect(try say(skipping, "11-21T09:00", success: last) == "due time since 11-21 02:00 until 11-22 00:00")
  }

  /// What is made up for counts for the period that was missed, and leaves the next one its time.
  @Test func whatIsMadeUpForDoesNotStandInForTheNextPeriod() throws {
    var evening = daily
    evening.at = TimeOfDay(hour: 22, minute: 0)
    let last = "11-14T22:00"
    #expect(try say(evening, "11-17T00:30", success: last) == "due catchUp since 11-15 22:00 until 11-17 22:00")
    func slot(_ rule: DueRule, _ now: String, success: String, failed: [String] = []) throws -> String {
      let history = DueHistory(
        lastSuccess: try moment(success),
        failures: try failed.map {
          DueHistory.FailedTry(start: try moment($0), end: try moment(now) + .seconds(-3_600))
        })
      return words(.notDue(next: rule.slotStart(at: try moment(now), history: history)))
    }
    #expect(try slot(evening, "11-17T00:30", success: last) == "next 11-16 22:00")
    #expect(try slot(evening, "11-17T22:30", success: last) == "next 11-17 22:00")
    #expect(try slot(evening, "11-17T22:30", success: "11-17T22:00") == "next never")
    #expect(try say(evening, "11-17T00:35", success: "11-16T22:00") == "next 11-17 22:00")
    #expect(
      try say(evening, "11-17T22:00", success: "11-16T22:00") == "due time since 11-17 22:00 until 11-18 00:00")
    // Its failures are those of the missed period, and given up is that.
    let three = Array(repeating: "11-16T22:00", count: 3)
    #expect(try slot(evening, "11-17T02:00", success: last, failed: ["11-16T22:00"]) == "next 11-16 22:00")
    #expect(try say(evening, "11-17T03:00", success: last, failed: three) == "given up after 3, next 11-17 22:00")
    #expect(
      try say(evening, "11-17T22:00", success: last, failed: three) == "due time since 11-17 22:00 until 11-18 00:00")
    // A queue in a window: its opening is what counts, on whatever day its turn comes.
    #expect(try slot(weekly, "11-23T01:00", success: "11-15T22:00") == "next 11-22 22:00")
    var makingUp = weekly
    makingUp.catchUp = .anytime
    #expect(try slot(makingUp, "11-24T12:00", success: "11-15T22:00") == "next 11-22 22:00")
    #expect(try say(makingUp, "11-24T12:05", success: "11-22T22:00") == "next 11-29 22:00")
  }

  /// What needs a task may start in the period in which it began, too.
  @Test func whatWasMadeUpForIsDoneInThePeriodInWhichItBegan() throws {
    let history = DueHistory(lastSuccess: try moment("11-20T02:00"), lastStart: try moment("11-21T00:30"))
    #expect(daily.done(at: try moment("11-21T01:00"), history: history) == (try moment("11-22T00:00")))
    #expect(daily.done(at: try moment("11-22T01:00"), history: history) == nil)
    let ahead = DueHistory(lastSuccess: try moment("11-20T02:00"), lastStart: try moment("11-23T00:30"))
    #expect(daily.done(at: try moment("11-21T01:00"), history: ahead) == nil)
  }

  @Test func aRollbackOnRequestHoldsBackAndUsesUpNoTry() throws {
    var rule = daily
    rule.maxAttempts = 1
    let start = try moment("11-21T09:00")
    let history = DueHistory(
      lastSuccess: try moment("11-20T02:00"),
      failures: [DueHistory.FailedTry(start: start, end: start + .seconds(600), isRollback: true)])
    let before = rule.state(at: try moment("11-21T09:30"), history: history)
    #expect(words(before) == "0 failed, waiting until 11-21 10:10")
    let after = rule.state(at: try moment("11-21T10:10"), history: history)
    #expect(words(after) == "due retry(0) since 11-21 10:10 until 11-22 00:00")
  }

  @Test func anHourThatComesTwiceRunsOnce() throws {
    let rule = DueRule(tier: .hourly, zone: berlin, at: TimeOfDay(hour: 0, minute: 20))
    let start = try moment("10-25T02:20")
    for minutes in [1, 39, 60, 99] {
      let state = rule.state(at: start + .seconds(minutes * 60), history: DueHistory(lastSuccess: start))
      #expect(words(state) == "next 10-25 03:20")
    }
  }

  @Test func aWindowOverMidnightWithSkip() throws {
    let night = Window(
      name: "weekly", days: Window.Days([.weekday(.sunday), .weekday(.wednesday)]),
      hours: .span(start: TimeOfDay(hour: 22, minute: 0), end: TimeOfDay(hour: 2, minute: 0)))
    let rule = DueRule(tier: .weekly, zone: berlin, window: night, catchUp: .skip)
    #expect(try say(rule, "11-20T12:00", success: "11-11T22:00") == "next 11-25 22:00")
    #expect(try say(rule, "11-25T23:00", success: "11-11T22:00") == "due time since 11-25 22:00 until 11-26 02:00")
  }

  @Test func aWindowIsWhenItMayStart() throws {
    #expect(try say(weekly, "11-21T12:00", success: "11-15T22:00") == "next 11-22 22:00")
    #expect(try say(weekly, "11-22T22:00", success: "11-15T22:00") == "due time since 11-22 22:00 until 11-23 01:30")
    // Monday by the calendar, and still the opening of Sunday's week.
    #expect(try say(weekly, "11-23T01:29", success: "11-15T22:00") == "due time since 11-22 22:00 until 11-23 01:30")
    #expect(try say(weekly, "11-23T01:00", success: "11-23T00:50") == "next 11-29 22:00")
    #expect(try say(weekly, "11-24T01:00", success: "11-23T00:50") == "next 11-29 22:00")
    // Too late to start, and in the week after.
    #expect(try say(weekly, "11-23T01:30", success: "11-15T22:00") == "next 11-29 22:00")
    #expect(try say(weekly, "11-25T12:00", success: "11-15T22:00") == "next 11-29 22:00")
    #expect(try say(weekly, "11-23T01:10", failed: ["11-23T00:45"]) == "given up after 1, next 11-29 22:00")
  }

  @Test func catchingUpOutsideTheWindow() throws {
    var rule = weekly
    rule.catchUp = .anytime
    #expect(try say(rule, "11-22T12:00", success: "11-15T22:00") == "next 11-22 22:00")
    #expect(try say(rule, "11-23T01:30", success: "11-15T22:00") == "due catchUp since 11-22 22:00 until 11-23 02:00")
    #expect(try say(rule, "11-24T12:00", success: "11-15T22:00") == "due catchUp since 11-22 22:00 until 11-29 22:00")
    #expect(try say(rule, "11-24T12:05", success: "11-24T12:00") == "next 12-06 22:00")
    #expect(try say(rule, "11-24T12:00") == "next 11-29 22:00")
  }

  @Test func skipCountsTheFirstOpeningOfAPeriod() throws {
    let nights = Window(
      name: "monthly", hours: .span(start: TimeOfDay(hour: 2, minute: 0), end: TimeOfDay(hour: 4, minute: 0)))
    var rule = DueRule(tier: .monthly, zone: berlin, window: nights)
    #expect(try say(rule, "11-21T02:30", success: "10-01T02:00") == "due time since 11-21 02:00 until 11-21 04:00")
    #expect(try say(rule, "11-21T04:30", success: "10-01T02:00") == "next 11-22 02:00")
    rule.catchUp = .skip
    #expect(try say(rule, "11-21T02:30", success: "10-01T02:00") == "next 12-01 02:00")
    #expect(try say(rule, "11-01T02:30", success: "10-01T02:00") == "due time since 11-01 02:00 until 11-01 04:00")
  }

  @Test func hoursInsideAWindow() throws {
    let night = Window(
      name: "hourly", hours: .span(start: TimeOfDay(hour: 22, minute: 30), end: TimeOfDay(hour: 1, minute: 0)))
    let rule = DueRule(tier: .hourly, zone: berlin, window: night)
    #expect(try say(rule, "11-21T12:00") == "next 11-21 22:30")
    #expect(try say(rule, "11-21T22:40", success: "11-21T22:30") == "next 11-21 23:00")
    #expect(try say(rule, "11-21T23:40", success: "11-21T22:30") == "due time since 11-21 23:00 until 11-22 00:00")
    #expect(try say(rule, "11-22T00:10", success: "11-22T00:05") == "next 11-22 22:30")
  }

  @Test func monthsWithoutAnOpeningMissNothing() throws {
    let window = Window(
      name: "monthly", days: Window.Days([.nth(5, .sunday)]),
      hours: .span(start: TimeOfDay(hour: 2, minute: 0), end: TimeOfDay(hour: 4, minute: 0)))
    var rule = DueRule(tier: .monthly, zone: berlin, window: window)
    #expect(try say(rule, "09-10T12:00", success: "08-30T02:00") == "next 11-29 02:00")
    rule.catchUp = .anytime
    #expect(try say(rule, "09-10T12:00", success: "08-30T02:00") == "next 11-29 02:00")
    #expect(try say(rule, "10-10T12:00", success: "05-31T02:00") == "due catchUp since 08-30 02:00 until 11-01 00:00")
    #expect(try say(rule, "11-10T12:00", success: "10-10T12:00") == "next 11-29 02:00")
  }

  /// Periods that are over, and when the time of the first of them came, or of the present one.
  @Test func whatWentByUnmetIsCounted() throws {
    func say(
      _ rule: DueRule, _ start: String, _ now: String, success: String? = nil, freeze: (String, String)? = nil
    ) throws -> String {
      let history = DueHistory(lastSuccess: try success.map(moment))
      let held = try freeze.map { try moment($0.0)..<moment($0.1) }
      let found = rule.unmet(since: try moment(start), at: try moment(now), history: history) { moment in
        held.flatMap { $0.contains(moment) ? $0.upperBound : nil }
      }
      return
        "\(found.periods) since \(found.since.map { String(berlin.format($0).dropFirst(5).dropLast(3)) } ?? "never")"
    }
    #expect(try say(daily, "11-20T10:00", "11-20T12:00") == "0 since 11-20 02:00")
    #expect(try say(daily, "11-20T10:00", "11-21T00:10") == "1 since 11-20 02:00")
    #expect(try say(daily, "11-20T10:00", "11-24T12:00", success: "11-20T02:00") == "3 since 11-21 02:00")
    #expect(try say(daily, "11-20T10:00", "11-21T01:00", success: "11-20T02:00") == "0 since never")
    // Asked for ahead of its time, and a window that is open beyond the week.
    #expect(try say(weekly, "11-18T10:00", "11-23T01:00") == "0 since 11-22 22:00")
    #expect(try say(weekly, "11-18T10:00", "11-29T23:00") == "1 since 11-22 22:00")
    #expect(try say(daily, "2020-01-01T10:00", "11-21T12:00").hasPrefix("1000 since "))
    // Days of a freeze are none that somebody let go by.
    let freeze = ("11-21T00:00", "11-23T12:00")
    #expect(try say(daily, "11-20T10:00", "11-25T12:00", freeze: freeze) == "3 since 11-20 02:00")
    #expect(
      try say(daily, "11-20T10:00", "11-25T12:00", success: "11-20T02:00", freeze: freeze) == "2 since 11-23 12:00")
    #expect(try say(daily, "11-21T10:00", "11-23T11:00", freeze: freeze) == "0 since never")
    #expect(
      try say(weekly, "11-18T10:00", "12-01T23:00", freeze: ("11-22T00:00", "11-24T00:00")) == "1 since 11-29 22:00")
  }

  /// What needs a task waits for its success in the period that is asked about, and no longer.
  @Test func whatIsNeededIsAwaited() throws {
    func say(_ rule: DueRule, _ now: String, _ successes: String...) throws -> String {
      let end = rule.awaited(at: try moment(now), successes: try successes.map(moment))
      return end.map { String(berlin.format($0).dropFirst(5).dropLast(3)) } ?? "met"
    }
    #expect(try say(daily, "11-20T10:00") == "11-21 00:00")
    #expect(try say(daily, "11-20T10:00", "11-19T02:00", "11-21T02:00") == "11-21 00:00")
    #expect(try say(daily, "11-20T10:00", "11-19T02:00", "11-20T12:00") == "11-20 12:00")
    #expect(try say(daily, "11-20T10:00", "11-20T02:00", "11-20T12:00") == "met")
    // To the end of a window that is open beyond the week.
    #expect(try say(weekly, "11-22T23:00", "11-15T22:00").hasPrefix("11-23 0"))
    #expect(try say(weekly, "11-23T00:30", "11-22T22:00") == "met")
  }

  /// The first time that was not met stays what it is, however often it comes again; a freeze puts it off.
  @Test func theFirstChanceIsThatOfTheFirstPeriodThatWasNotMet() throws {
    func say(
      _ rule: DueRule, _ start: String, _ now: String, success: String? = nil, freeze: (String, String)? = nil
    ) throws -> String {
      let history = DueHistory(lastSuccess: try success.map(moment))
      let held = try freeze.map { try moment($0.0)..<moment($0.1) }
      let found = rule.firstChance(since: try moment(start), at: try moment(now), history: history) { moment in
        held.flatMap { $0.contains(moment) ? $0.upperBound : nil }
      }
      return found.map { String(berlin.format($0).dropFirst(5).dropLast(3)) } ?? "never"
    }
    for now in ["11-21T02:00", "11-21T12:00", "11-24T01:00", "12-30T12:00"] {
      #expect(try say(daily, "11-01T10:00", now, success: "11-20T02:00") == "11-21 02:00", "\(now)")
    }
    #expect(try say(daily, "11-20T10:00", "11-24T12:00") == "11-20 10:00", "known since then")
    #expect(try say(daily, "11-01T10:00", "11-21T01:00", success: "11-20T02:00") == "never")
    let (week, day) = (("11-21T00:00", "11-25T00:00"), ("11-21T00:00", "11-21T12:00"))
    #expect(try say(daily, "11-01T10:00", "11-24T12:00", success: "11-20T02:00", freeze: week) == "never")
    // What has no window is made up for as soon as the freeze is over, and stays due since then.
    for now in ["11-25T00:30", "11-25T02:30", "12-24T12:00"] {
      #expect(try say(daily, "11-01T10:00", now, success: "11-20T02:00", freeze: week) == "11-25 00:00", "\(now)")
    }
    let skipping = DueRule(tier: .daily, zone: berlin, catchUp: .skip)
    #expect(try say(skipping, "11-01T10:00", "12-24T12:00", success: "11-20T02:00", freeze: week) == "11-25 02:00")
    #expect(try say(daily, "11-01T10:00", "12-24T12:00", success: "11-20T02:00", freeze: day) == "11-21 12:00")
    // A window that a freeze takes up is no chance, and one that is open when it ends is.
    #expect(try say(weekly, "11-18T10:00", "12-20T12:00") == "11-22 22:00")
    #expect(try say(weekly, "11-18T10:00", "12-20T12:00", freeze: ("11-20T00:00", "11-24T00:00")) == "11-29 22:00")
    #expect(try say(weekly, "11-18T10:00", "12-20T12:00", freeze: ("11-20T00:00", "11-22T22:30")) == "11-22 22:30")
  }

  @Test func aWindowAsNeededGivesItsZoneAlone() throws {
    let window = Window(name: "daily", hours: .asNeeded)
    let rule = DueRule(tier: .daily, zone: berlin, window: window, at: TimeOfDay(hour: 5, minute: 0))
    #expect(rule.catchUp == .anytime)
    #expect(try say(rule, "11-21T04:00") == "next 11-21 05:00")
  }

  @Test func aWindowThatNeverOpensIsNeverDue() throws {
    let window = Window(
      name: "monthly", days: Window.Days([.dayOfMonth(31)], months: [.april]),
      hours: .span(start: TimeOfDay(hour: 2, minute: 0), end: TimeOfDay(hour: 4, minute: 0)))
    for catchUp in CatchUp.allCases {
      let rule = DueRule(tier: .monthly, zone: berlin, window: window, catchUp: catchUp)
      #expect(try say(rule, "11-21T04:00", success: "10-01T02:00") == "next never")
    }
  }

  /// Set forward by years and back again, and set back within a period.
  @Test func aClockThatJumps() throws {
    #expect(try say(daily, "11-21T01:00", success: "11-21T02:00") == "next 11-22 02:00")
    let ahead = try moment("2030-05-01T02:00")
    #expect(daily.stretch(at: try moment("11-21T03:00")).upperBound < ahead)
    // A try that ended in the future counts, and is taken to have ended just now.
    var annual = DueRule(tier: .annual, zone: berlin)
    annual.maxAttempts = 2
    #expect(
      try say(annual, "03-01T03:00", failed: ["11-21T02:00"]) == "1 failed, waiting until 03-01 04:00"
    )
    #expect(
      try say(annual, "03-01T03:00", failed: ["11-21T02:00", "03-01T02:30"])
        == "given up after 2, next 2027-01-01 02:00")
  }
}
