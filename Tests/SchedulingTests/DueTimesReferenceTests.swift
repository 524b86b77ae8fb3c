import Testing

@testable import Scheduling

/// When windows open and tiers are due, held to what Python computes, in zones of every kind.
@Suite struct DueTimesReferenceTests {
  private typealias Reference = DueTimesReference

  private static let allMonths = Array(1...12)
  private static let windows = [
    Reference.Window(days: ["daily"], months: allMonths, time: "02:30-04:30"),
    Reference.Window(days: ["Sunday", "Wednesday"], months: allMonths, time: "23:30-01:15"),
    Reference.Window(days: ["First_Sunday", "Last_Sunday"], months: allMonths, time: "00:00-24:00"),
    Reference.Window(days: ["Fifth_Saturday", "31"], months: allMonths, time: "00:30-00:15"),
    Reference.Window(days: ["Second_Monday", "Fourth_Friday"], months: [1, 4, 7, 10], time: "22:00-06:00"),
    Reference.Window(days: ["29"], months: [2], time: "01:00-03:00"),
    Reference.Window(days: ["Last_Friday", "Third_Tuesday", "1"], months: [2, 3, 10, 11], time: "03:00-02:30"),
  ]
  private static let tiers = [
    ("daily", "02:00"), ("daily", "23:30"), ("weekly", "02:00"), ("weekly", "00:30"),
    ("monthly", "02:00"), ("quarterly", "23:59"), ("annual", "00:00"),
  ].map { Reference.TierTime(tier: $0.0, at: $0.1) }

  @Test(arguments: [
    "UTC", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu",
    "Europe/Berlin", "America/New_York", "America/Nuuk", "America/St_Johns", "Antarctica/Troll", "Asia/Gaza",
    "America/Havana", "Pacific/Chatham", "Asia/Tehran", "America/Santiago",
  ])
  func from2020To2040(name: String) throws {
    try compare(name, from: "2020-01-01", to: "2040-12-31")
  }

  @Test(arguments: [
    // Days that were skipped, and clocks set back over midnight.
    ("Pacific/Apia", "2009-01-01", "2013-06-30"), ("Pacific/Kwajalein", "1992-01-01", "1995-12-31"),
    ("America/St_Johns", "2004-01-01", "2012-12-31"), ("America/Sao_Paulo", "2010-01-01", "2020-12-31"),
    ("Asia/Gaza", "2008-01-01", "2016-12-31"),
  ])
  func oldOddities(name: String, from: String, to: String) throws {
    try compare(name, from: from, to: to)
  }

  private func compare(_ name: String, from: String, to: String) throws {
    let job = Reference.Job(zone: name, from: from, to: to, windows: Self.windows, tiers: Self.tiers)
    guard let reference = try Reference.compute(job) else { return }
    let zone = try #require(Zone.named(name))
    let first = zone.timestamp(of: try #require(CivilDate.parse(from)))
    let last = zone.timestamp(of: try #require(CivilDate.parse(to)).adding(days: 1))
    for (written, expected) in zip(Self.windows, reference.windows) {
      let found = try window(written).openings(startingIn: first..<last, in: zone).map(Self.opening)
      expectSame(found, expected, "\(written.days) \(written.time) in \(name)")
    }
    for (time, expected) in reference.around {
      let window = try window(Reference.Window(days: ["daily"], months: Self.allMonths, time: time))
      let found = expected.compactMap { opening in
        CivilDate.parse(opening.day).flatMap { window.opening(onOrAfter: $0, in: zone) }.map(Self.opening)
      }
      expectSame(found, expected, "\(time) in \(name)")
    }
    for (tier, expected) in zip(Self.tiers, reference.due) {
      let rule = DueRule(
        tier: try #require(Tier(rawValue: tier.tier)), zone: zone, at: TimeOfDay.parse(tier.at))
      expectSame(dueTimes(of: rule, like: expected), expected, "\(tier.tier) at \(tier.at) in \(name)")
    }
    let hourly = DueRule(tier: .hourly, zone: zone, at: TimeOfDay(hour: 7, minute: 20))
    for expected in reference.hours {
      expectSame(dueTimes(of: hourly, like: expected), expected, "hourly in \(name)")
    }
  }

  private func window(_ written: Reference.Window) throws -> Window {
    let rules = try written.days.map { try #require(DayRule.parse($0)) }
    let months = written.months.compactMap(Month.init(rawValue:))
    return Window(
      name: "x", days: Window.Days(rules, months: months), hours: try #require(Window.Hours.parse(written.time)))
  }

  private static func opening(_ opening: Opening) -> Reference.Opening {
    Reference.Opening(day: "\(opening.date)", start: opening.start.seconds, end: opening.end.seconds)
  }

  /// When it is due after each success, as many times as are expected, from the first of them.
  private func dueTimes(of rule: DueRule, like expected: [Int]) -> [Int] {
    guard let first = expected.first else { return [] }
    var found: [Int] = []
    var state = rule.state(at: Timestamp(seconds: first), history: DueHistory())
    for _ in expected {
      let moment: Timestamp
      switch state {
      case .due(let since, _, .time): moment = since
      case .notDue(let next?): moment = next
      default: return found
      }
      found.append(moment.seconds)
      state = rule.state(at: moment, history: DueHistory(lastSuccess: moment))
    }
    return found
  }

  private func expectSame<Value: Equatable>(_ found: [Value], _ expected: [Value], _ label: String) {
    #expect(found.count == expected.count, "\(label)")
    if let (one, other) = zip(found, expected).first(where: { $0 != $1 }) {
      Issue.record("\(label): \(one), not \(other)")
    }
  }
}
