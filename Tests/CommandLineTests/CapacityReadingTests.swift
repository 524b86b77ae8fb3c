import Catalog
import Execution
import Metrics
import Reporting
import RunLog
import Scheduling
import Testing

@testable import CommandLine

/// What fills up, of a host that measures more than anybody looks into.
@Suite struct CapacityReadingTests {
  private let folder: TemporaryFolder
  private let log: RunLog
  private let frame: PeriodFrame

  init() throws {
    folder = try TemporaryFolder()
    log = try RunLog.open(state: "\(folder.path)/state", access: .readWrite)
    let day = CivilDate(year: 2026, month: 11, day: 18)
    frame = PeriodFrame(
      kind: .weekly, period: ReportPeriod(.week, around: day), zone: .utc,
      now: Zone.utc.timestamp(of: CivilDate(year: 2027, month: 1, day: 1)), host: "h", command: CommandText(folders: "")
    )
  }

  private func note(_ value: Double, of name: String, daysBefore: Int, _ mount: String = "/") throws {
    let at = frame.asOf + .seconds(-daysBefore * 86_400 - 60)
    try log.note(
      Sample(name: name, labels: "mount=\"\(mount)\"", value: value), at: at,
      now: frame.asOf)
  }

  private func section(_ most: Int = CapacitySection.mostSeries) throws -> CapacitySection {
    try CapacityReading(frame: frame, limits: ForecastLimits([]), most: most).section(log)
  }

  /// Of more than anybody looks into: 40 that are calm, or gone, have names before it.
  @Test(arguments: [0, 120]) func whatIsFullIsToldHoweverManyAreNot(_ daysBefore: Int) throws {
    for number in 100..<140 { try note(50, of: "disk_used_percent", daysBefore: daysBefore, "/srv/\(number)") }
    try note(99, of: "disk_used_percent", daysBefore: 0, "/var")
    try note(4, of: "inodes_free_percent", daysBefore: 0, "/var")
    let found = try section(40)
    let full = found.entries.filter { abs($0.last - 50) > 1 }.map(\.title)
    #expect(full == [#"disk_used_percent{mount="/var"}"#, #"inodes_free_percent{mount="/var"}"#])
    #expect((found.entries.count, found.left, found.ended) == (daysBefore == 0 ? (40, 2, 0) : (2, 0, 40)))
  }

  /// The one that moves towards its limit may be the one that is farthest from it.
  @Test func whatMovesIsLookedIntoHoweverManyStandNearer() throws {
    for number in 100..<180 { try note(80, of: "disk_used_percent", daysBefore: 0, "/srv/\(number)") }
    for day in 0..<20 { try note(day == 0 ? 50 : 10, of: "disk_used_percent", daysBefore: day, "/var") }
    let moving = #"disk_used_percent{mount="/var"}"#
    #expect(try section().urgentSeries(frame) == [moving] && section().left == 0)
    #expect(try section(40).urgentSeries(frame) == [] && section(40).left == 41)
    // It is drawn, too, and the others by their nearness; beside them what has no limit.
    for (name, value) in [("load", 3.0), ("swap_free_percent", 12), ("x_days_left", 300), ("b_days_left", 2)] {
      try note(value, of: name, daysBefore: 0)
    }
    try note(89, of: "disk_used_percent", daysBefore: 0, "/srv/150")
    let known = try log.latestMeasurements(upTo: frame.asOf)
    let drawn = DrawnSeries(known, ForecastLimits([]), urgent: try section().urgentSeries(frame)).order
    #expect(drawn.count == 85 && Set(drawn).count == 85)
    #expect(
      drawn.prefix(12).map(\.description) == [
        moving, #"b_days_left{mount="/"}"#, #"disk_used_percent{mount="/srv/150"}"#,
        #"disk_used_percent{mount="/srv/100"}"#,
        #"disk_used_percent{mount="/srv/101"}"#, #"disk_used_percent{mount="/srv/102"}"#,
        #"disk_used_percent{mount="/srv/103"}"#, #"disk_used_percent{mount="/srv/104"}"#,
        #"swap_free_percent{mount="/"}"#,
        #"x_days_left{mount="/"}"#, #"load{mount="/"}"#, #"disk_used_percent{mount="/srv/105"}"#,
      ])
  }

  /// 97 % of hits is nothing that fills up.
  @Test func whatIsGoodToBeHighHasTheLimitAloneThatSomebodyGaveIt() throws {
    for name in ["cache_hit_percent", "fan_percent"] { try note(97, of: name, daysBefore: 0) }
    #expect(try section().entries.map(\.title) == [#"fan_percent{mount="/"}"#])
    let goal = MetricGoal(
      name: "cache_hit_percent", settings: [.init(key: MetricGoal.limitKey, value: "98")])
    #expect(try section().unmeasured == [])
    let misspelt = MetricGoal(name: "cach_hit", settings: [.init(key: MetricGoal.limitKey, value: "80")])
    func unmeasured(_ frame: PeriodFrame) throws -> [String] {
      try CapacityReading(frame: frame, limits: ForecastLimits([goal, misspelt]), most: 9).section(log).unmeasured
    }
    let present = PeriodFrame(
      kind: .weekly, period: frame.period, zone: .utc, now: frame.asOf + .seconds(-1), host: "h",
      command: CommandText(folders: ""))
    #expect(try unmeasured(frame) == [] && unmeasured(present) == ["cach_hit"])
    let given = try CapacityReading(frame: frame, limits: ForecastLimits([goal]), most: 9).section(log)
    #expect(given.urgentSeries(frame).contains(#"cache_hit_percent{mount="/"}"#), "it is below, and not to be")
  }

  /// A report of the past is the same when its samples are hours and days.
  @Test func whatRanOutIsToldForEver() throws {
    for days in 0...6 {
      try note(Double(2 + days), of: "maint_certificate_days_left", daysBefore: days)
      try note(1, of: "maint_raid_degraded", daysBefore: days)
    }
    func told() throws -> [Measurement?] {
      let expiries = try section().expiries.map { Measurement(at: $0.measuredAt, value: $0.daysLeft) }
      return expiries + [
        try log.latest(
          of: SeriesKey(name: "maint_raid_degraded", labels: #"mount="/""#), before: frame.asOf + .seconds(-90_000))
      ]
    }
    let before = try told()
    #expect(before.map { $0?.value } == [2, 1])
    #expect(try log.thinSamples(now: frame.asOf + .seconds(100 * 86_400), keeping: []).thinned == 14)
    #expect(try told() == before)
  }
}
