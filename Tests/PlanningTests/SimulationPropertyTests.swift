import Catalog
import Scheduling
import TestSupport
import Testing

@testable import Planning

/// A simulated host with random schedules, outages, freezes and a clock that jumps.
@Suite struct SimulationPropertyTests {
  private static let zones = ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/Nuuk", "Africa/Casablanca"]
  private static let tiers: [Tier] = [.hourly, .daily, .weekly, .monthly]

  private var generator: SeededGenerator
  private let catalog: Catalog
  private var host: SimulatedHost
  private let due: DueTasks
  private let gates: [Gate?]

  init() {
    self.init(seed: 0)
  }

  private init(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let catalog = Self.catalog(&generator)
    let zone = Zone.named(Self.zones.randomElement(using: &generator) ?? "UTC") ?? .utc
    due = DueTasks(catalog, hostZone: zone, zone: Zone.named)
    gates = due.tasks.map {
      Gate(of: $0, in: catalog, samples: TimeSamples(), hostZone: zone, zone: Zone.named)
    }
    host = SimulatedHost(due, gates: gates)
    self.catalog = catalog
    self.generator = generator
  }

  private static func catalog(_ generator: inout SeededGenerator) -> Catalog {
    var fixture = CalendarFixture()
    for number in 0..<Int.random(in: 2...6, using: &generator) {
      let tier = tiers.randomElement(using: &generator) ?? .daily
      let runbook = ["look", "change"].randomElement(using: &generator) ?? "look"
      fixture.task("\(tier.rawValue).t\(number)", runbook: runbook)
    }
    for tier in tiers where Bool.random(using: &generator) {
      let days: [DayRule] =
        [[.every], [.weekday(.sunday)], [.last(.friday), .dayOfMonth(1)]].randomElement(using: &generator) ?? []
      let start = Int.random(in: 0...23, using: &generator)
      fixture.window(
        tier.rawValue, days, start, (start + Int.random(in: 1...23, using: &generator)) % 24,
        timezone: zones.randomElement(using: &generator))
    }
    if Bool.random(using: &generator) { fixture.freeze("2027-03-25", "2027-03-28T12:00") }
    return fixture.catalog
  }

  /// What became of each period of each task while the host was watched.
  private struct Account {
    var successes: [Int: [Period: Int]] = [:]
    /// Periods in whose slot the host was up when the task might start.
    var chances: [Int: Set<Period>] = [:]
  }

  /// A call at the moment, of which everything succeeds at once.
  private mutating func call(at now: Timestamp, _ account: inout Account) {
    let selection = host.selection(at: now)
    for (task, rule) in due.rules.enumerated() {
      let slot = rule.nextSlot(from: now)
      if let slot, slot.start <= now, gates[task]?.decision(at: now).isOpen != false {
        account.chances[task, default: []].insert(slot.period)
      }
      // Each answer is that of somebody who asks for the first time.
      let history = DueHistory(
        lastSuccess: host.successes(of: task).filter { $0 < rule.stretch(at: now).upperBound }.max(),
        wasTried: !host.successes(of: task).isEmpty, knownSince: host.knownSince)
      #expect(selection.states[task] == rule.state(at: now, history: history), "task \(task) at \(now.rfc3339)")
    }
    for task in selection.selected {
      #expect(gates[task]?.decision(at: now).isOpen != false)
      let slot = host.slotStart(of: task) ?? now
      account.successes[task, default: [:]][due.rules[task].period(of: slot), default: 0] += 1
      host.succeed(task)
    }
  }

  @Test(arguments: 0..<40)
  func eachPeriodRunsAtMostOnceAndAtLeastOnceIfItCould(seed: Int) {
    var world = SimulationPropertyTests(seed: seed)
    var account = Account()
    var now = Timestamp(seconds: 1_803_859_200 + .random(in: 0...2_592_000, using: &world.generator))
    for _ in 0..<1_500 {
      now = now + .seconds(.random(in: 60...5_400, using: &world.generator))
      switch Int.random(in: 0..<150, using: &world.generator) {
      // Down, or a clock that jumps forward.
      case 0: now = now + .seconds(.random(in: 0...900_000, using: &world.generator))
      case 1: now = now + .seconds(-.random(in: 0...900_000, using: &world.generator))
      default: break
      }
      world.call(at: now, &account)
    }
    for (task, periods) in account.successes {
      #expect(periods.values.allSatisfy { $0 == 1 }, "a period ran twice: \(world.due.rules[task])")
    }
    for (task, periods) in account.chances {
      let done = Set((account.successes[task] ?? [:]).keys)
      #expect(periods.isSubset(of: done), "a period was left out: \(world.due.rules[task])")
    }
  }

  /// Nothing changes between a moment and that up to which the selection is said to hold.
  @Test(arguments: 0..<20)
  func callsThatAreSkippedWouldHaveDoneNothing(seed: Int) {
    let world = SimulationPropertyTests(seed: 100 + seed)
    let start = Timestamp(seconds: 1_803_859_200)
    let settings = Simulation.Settings(range: start..<start + .seconds(40 * 86_400), every: .seconds(900))
    let simulation = Simulator.simulate(
      world.catalog, durations: [:], settings: settings, hostZone: .utc, zone: Zone.named)
    var host = SimulatedHost(simulation.due, gates: simulation.gates)
    var runs: [String] = []
    for call in 0..<simulation.calls.all {
      let now = start + settings.every * call
      let selected = host.selection(at: now).selected
      for task in selected { host.succeed(task) }
      if !selected.isEmpty { runs.append("\(minute(now)) \(selected)") }
    }
    #expect(!runs.isEmpty)
    #expect(
      runs == simulation.runs.map { "\(minute($0.start)) \(simulation.shapes[$0.shape].parts.map(\.task))" })
  }
}
