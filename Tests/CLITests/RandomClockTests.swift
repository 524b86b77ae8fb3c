import Foundation
import TestSupport
import Testing

/// `run --due` by the built executable over a random year: hours and weeks in which the host is off, and clocks that are
/// set forward and back. Each period, by the slot that a run is for, runs at most once, and at least once where the host
/// was up after its beginning.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
struct RandomClockTests {
  private static let tiers = ["hourly", "daily", "weekly", "monthly", "quarterly", "annual"]
  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    return calendar
  }()

  /// The periods of a tier, numbered in order.
  private static func period(of tier: String, at second: Int) -> Int {
    let date = Date(timeIntervalSince1970: Double(second))
    let parts = calendar.dateComponents([.year, .month, .weekOfYear, .yearForWeekOfYear], from: date)
    let (year, month) = (parts.year ?? 0, (parts.month ?? 0) - 1)
    return switch tier {
    case "hourly": second / 3_600
    case "daily": second / 86_400
    case "weekly": (parts.yearForWeekOfYear ?? 0) * 100 + (parts.weekOfYear ?? 0)
    case "monthly": year * 12 + month
    case "quarterly": year * 4 + month / 3
    default: year
    }
  }

  /// Whether the period has come to 02:00 of its first day; an hour begins at once.
  private static func isBegun(_ tier: String, at second: Int) -> Bool {
    tier == "hourly" || period(of: tier, at: second - 7_200) == period(of: tier, at: second)
  }

  /// Of each tier of the run, the beginning of the slot that it is for.
  private static func slots(ofRun run: Int, _ maint: Maint) throws -> [String: Int] {
    let tasks = try #require(try maint.json("show", "\(run)")["tasks"] as? [[String: Any]])
    var slots: [String: Int] = [:]
    for task in tasks {
      let words = try #require(task["due_at"] as? String).prefix(19) + "Z"
      let date = try #require(ISO8601DateFormatter().date(from: String(words)))
      slots[String((task["task"] as? String ?? "").prefix { $0 != "." })] = Int(date.timeIntervalSince1970)
    }
    return slots
  }

  private static func step(_ generator: inout SeededGenerator) -> Int {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: -.random(in: 60...200_000, using: &generator)
    case 1, 2: .random(in: 86_400...4_000_000, using: &generator)
    case 3...5: .random(in: 3_600...90_000, using: &generator)
    default: .random(in: 60...3_600, using: &generator)
    }
  }

  @Test(arguments: 1...3) func eachPeriodRunsOnce(seed: Int) throws {
    let maint = try Maint()
    let lines = Self.tiers.map { "  \($0): [good]\n" }.joined()
    try maint.runbook("good", "precheck: [':']").schedule("maintenance_schedule:\n\(lines)")
    let settings = ["FAKETIME_FMT": "%s", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"]
    maint.environment.merge(settings) { $1 }
    var generator = SeededGenerator(seed: seed)
    var now = 1_790_000_000
    var done: [String: Set<Int>] = [:]
    for number in 1...40 {
      now += Self.step(&generator)
      maint.setClock("\(now)")
      try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "")
      maint.setClock(nil)
      let runs = try maint.json("log", "--limit", "1")["runs"] as? [[String: Any]] ?? []
      let started = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(now))).dropLast()
      let isNew = (runs.first?["started_at"] as? String)?.hasPrefix(started) == true
      let ran = isNew ? try Self.slots(ofRun: runs.first?["run"] as? Int ?? 0, maint) : [:]
      for tier in Self.tiers {
        let period = Self.period(of: tier, at: now)
        let before = done[tier] ?? []
        let place = "seed \(seed), tick \(number), \(started): \(tier), \(ran)"
        let slot = ran[tier].map { Self.period(of: tier, at: $0) }
        // A clock that went back to before the last period that ran decides nothing.
        if Self.isBegun(tier, at: now), before.allSatisfy({ $0 < period }) {
          #expect(slot == period, "left out: \(place)")
        }
        guard let slot, let moment = ran[tier] else { continue }
        #expect(!before.contains(slot) && slot <= period && moment <= now, "twice, or too early: \(place)")
        #expect(Self.isBegun(tier, at: moment), "no slot: \(place)")
        done[tier, default: []].insert(slot)
      }
    }
    #expect((done["hourly"]?.count ?? 0) > 10 && (done["monthly"]?.count ?? 0) > 2)
  }
}
