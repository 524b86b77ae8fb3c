import TestSupport
import Testing

@testable import Scheduling

/// A host that asks every few minutes whether a tier is due, with outages, failures and clocks that jump.
@Suite struct DuePropertyTests {
  private static let zones = [
    "UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/Nuuk", "Africa/Casablanca", "America/St_Johns",
  ].compactMap { Zone.named($0) }

  private struct Host {
    var rule: DueRule
    var generator: SeededGenerator
    /// Seconds since it was switched on, which nobody sets.
    var uptime = 0
    /// The moments that they count for, in the order in which they happened, whatever the clock said.
    var successes: [Timestamp] = []
    /// Each with the seconds after which it ended.
    var failures: [(failure: DueHistory.FailedTry, uptime: Int)] = []

    /// What a log would be asked for.
    func history(at now: Timestamp) -> DueHistory {
      let stretch = rule.stretch(at: now)
      return DueHistory(
        lastSuccess: successes.filter { $0 < stretch.upperBound }.max(),
        failures: failures.filter { stretch.contains($0.failure.start) }.map { failure, ended in
          let end = failure.end <= now ? failure.end : now + .seconds(ended - uptime)
          return DueHistory.FailedTry(start: failure.start, end: end)
        },
        wasTried: !successes.isEmpty || !failures.isEmpty)
    }

    /// Whether the last failed try of the period is long enough ago, by the clock or really.
    func hasWaited(at now: Timestamp, for slot: Timestamp) -> Bool {
      let period = rule.period(of: slot)
      return failures.filter { rule.period(of: $0.failure.start) == period }.allSatisfy { failure, ended in
        (failure.end <= now ? now - failure.end : .seconds(uptime - ended)) >= rule.retryAfter
      }
    }

    /// Its turn comes some time after it was selected.
    mutating func run(at now: Timestamp, for slot: Timestamp, failing share: Double) {
      if Double.random(in: 0..<1, using: &generator) < share {
        failures.append((DueHistory.FailedTry(start: slot, end: now + .seconds(240)), uptime + 240))
      } else {
        successes.append(slot)
      }
    }
  }

  private static func randomRule(_ generator: inout SeededGenerator) -> DueRule {
    let tier = Tier.allCases.filter { $0 != .emergency && $0 != .annual }.randomElement(using: &generator) ?? .daily
    let zone = zones.randomElement(using: &generator) ?? .utc
    let minute = [0, 15, 30, 45].randomElement(using: &generator) ?? 0
    let at = TimeOfDay(hour: .random(in: 0...23, using: &generator), minute: minute)
    guard Bool.random(using: &generator) else {
      return DueRule(tier: tier, zone: zone, at: at, catchUp: [nil, .skip].randomElement(using: &generator) ?? nil)
    }
    let days: [DayRule] =
      [
        [.every], [.every], [.weekday(.sunday)], [.weekday(.monday), .weekday(.thursday)], [.nth(1, .sunday)],
        [.last(.friday), .dayOfMonth(31)], [.nth(5, .saturday)],
      ].randomElement(using: &generator) ?? [.every]
    let end = TimeOfDay(hour: .random(in: 0...23, using: &generator), minute: (minute + 15) % 60)
    var window = Window(name: "x", days: Window.Days(days), hours: .span(start: at, end: end))
    window.cutoff = .seconds(Bool.random(using: &generator) ? 0 : 300)
    return DueRule(
      tier: tier, zone: zone, window: window, catchUp: CatchUp.allCases.randomElement(using: &generator))
  }

  /// How many days a host is watched, and how many seconds lie between two questions.
  private static func pace(of tier: Tier) -> (days: Int, steps: ClosedRange<Int>) {
    switch tier {
    case .hourly: (2, 300...300)
    case .daily: (12, 300...1_500)
    case .weekly: (50, 600...3_000)
    default: (200, 1_500...9_000)
    }
  }

  @Test(arguments: 0..<12)
  func eachPeriodRunsOnceWithSuccess(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      let rule = Self.randomRule(&generator)
      var host = Host(rule: rule, generator: generator)
      let share: Double = [0, 0, 0.3].randomElement(using: &generator) ?? 0
      // The whole of both transitions of a year may lie in it.
      var now = Timestamp(seconds: 1_790_000_000 + .random(in: 0..<31_536_000, using: &generator))
      let (days, steps) = Self.pace(of: rule.tier)
      var left = days * 86_400
      var slots: Set<Period> = []
      while left > 0 {
        let step = Int.random(in: steps, using: &generator)
        left -= step
        host.uptime += step
        now = now + .seconds(step)
        switch Int.random(in: 0..<1_000, using: &generator) {
        case 0: now = now + .seconds(Int.random(in: 0...days * 20_000, using: &generator))
        case 1: now = now + .seconds(-Int.random(in: 0...days * 20_000, using: &generator))
        default: break
        }
        let slot = rule.slot(from: now)
        if let slot, slot.start <= now { slots.insert(slot.period) }
        let history = host.history(at: now)
        let start = rule.slotStart(at: now, history: history)
        #expect((start != nil) == rule.state(at: now, history: history).isDue, "\(rule) \(history) \(now.rfc3339)")
        if let start {
          #expect(start <= now, "not its time yet: \(rule)")
          #expect(host.hasWaited(at: now, for: start), "tried again too soon: \(rule)")
          host.run(at: now, for: start, failing: share)
        }
      }
      let periods = host.successes.map { rule.period(of: $0) }
      #expect(Set(periods).count == periods.count, "a period ran twice: \(rule)")
      // Too few tries may be left where some fail.
      if share == 0 { #expect(slots.isSubset(of: periods), "a period was left out: \(rule)") }
      if share > 0 {
        let tries = Dictionary(grouping: host.failures) { rule.period(of: $0.failure.start) }
        #expect(tries.values.allSatisfy { $0.count <= rule.maxAttempts }, "too many tries: \(rule)")
      }
      generator = host.generator
    }
  }

  /// Between a moment and `change`, the answer stays; at `change` of what is not due, it becomes due.
  @Test(arguments: 0..<12)
  func theNextChangeIsExact(seed: Int) {
    var generator = SeededGenerator(seed: 1_000 + seed)
    for _ in 0..<40 {
      let rule = Self.randomRule(&generator)
      let now = Timestamp(seconds: 1_790_000_000 + .random(in: 0..<31_536_000, using: &generator))
      func past(_ longest: Int) -> Timestamp { now + .seconds(-Int.random(in: 0...longest, using: &generator)) }
      let success = Bool.random(using: &generator) ? past(5_000_000) : nil
      let failures = (0..<Int.random(in: 0...4, using: &generator)).map { _ in past(200_000) }.map {
        DueHistory.FailedTry(start: $0, end: $0 + .seconds(60))
      }
      let history = DueHistory(
        lastSuccess: success, failures: failures.filter { $0.start > success ?? $0.start + .seconds(-1) })
      let state = rule.state(at: now, history: history)
      guard let change = state.change, change > now else {
        #expect(state.change == nil, "\(rule) \(state)")
        continue
      }
      for _ in 0..<20 {
        let moment = Timestamp(
          microseconds: .random(in: now.microseconds..<change.microseconds, using: &generator))
        let other = rule.state(at: moment, history: history)
        #expect(
          other.isDue == state.isDue, "\(rule) \(history) at \(now.rfc3339) and \(moment.rfc3339): \(state) \(other)")
        #expect(
          other.change == change || other.isDue, "\(rule) at \(now.rfc3339) and \(moment.rfc3339): \(state) \(other)")
      }
      if !state.isDue {
        let then = rule.state(at: change, history: history)
        #expect(then.isDue, "\(rule) \(history) at \(now.rfc3339): \(state), then \(then)")
      }
    }
  }
}
