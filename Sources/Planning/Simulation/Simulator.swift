import Catalog
import Scheduling

/// Carries a schedule through a stretch of time without running anything, call by call, from one at which something changes
/// to the next.
///
/// Pure. Each task succeeds, after the time that it is taken to last; a call during a run does nothing. A task that an outage
/// cuts off is a failed try, as after a recovery.
package struct Simulator {
  private let settings: Simulation.Settings
  private let due: DueTasks
  private let timings: [TaskTiming]
  private let gates: [Gate?]
  private let jobs: [Tier: Int]
  private var host: SimulatedHost
  private var watch: PeriodWatch
  private var calls = Simulation.Calls()
  private var runs: [SimulatedRun] = []
  private var shapes: [RunShape] = []
  private var deferrals: [Simulation.Deferral] = []
  /// In order, without overlaps.
  private let outages: [Range<Timestamp>]
  private var shapeNumbers: [[Int]: Int] = [:]
  private var isDeferred: [Bool]

  /// The host is one on which nothing was ever run. `durations` are those of past successes, as `PlanningHistory` has them,
  /// and `samples` those by which a gate decides; `zone` finds the zones of windows.
  package static func simulate(
    _ catalog: Catalog, durations: [TaskName: [Duration]], samples: [TaskName: TimeSamples] = [:],
    settings: Simulation.Settings, hostZone: Zone, zone: @escaping (String) -> Zone?
  ) -> Simulation {
    let (hostZone, zone) = unrolled(hostZone, zone, to: settings.range.upperBound)
    let due = DueTasks(catalog, hostZone: hostZone, zone: zone)
    var simulator = Simulator(
      due, timings: due.tasks.map { TaskTiming(of: durations[$0.name] ?? []) },
      gates: due.tasks.map { task in
        Gate(of: task, in: catalog, samples: samples[task.name] ?? TimeSamples(), hostZone: hostZone, zone: zone)
      }, jobs: catalog.tiers.mapValues(\.jobs), settings: settings)
    simulator.callAgainAndAgain()
    return simulator.simulation
  }

  /// The zones, for moments a little beyond the end.
  private static func unrolled(
    _ hostZone: Zone, _ zone: @escaping (String) -> Zone?, to end: Timestamp
  ) -> (hostZone: Zone, zone: (String) -> Zone?) {
    let end = end + .seconds(2 * 366 * 86_400)
    return (hostZone.unrolled(to: end), { zone($0)?.unrolled(to: end) })
  }

  private init(
    _ due: DueTasks, timings: [TaskTiming], gates: [Gate?], jobs: [Tier: Int], settings: Simulation.Settings
  ) {
    self.settings = settings
    self.due = due
    self.timings = timings
    self.gates = gates
    self.jobs = jobs
    host = SimulatedHost(due, gates: gates)
    watch = PeriodWatch(due.rules, from: settings.range.lowerBound)
    isDeferred = Array(repeating: false, count: due.tasks.count)
    outages = settings.outages.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
      .reduce(into: []) { merged, next in
        if let last = merged.last, next.lowerBound <= last.upperBound {
          merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
        } else {
          merged.append(next)
        }
      }
  }
}

extension Simulator {
  private mutating func callAgainAndAgain() {
    calls.all = firstCall(from: settings.range.upperBound)
    calls.down = outages.reduce(0) { sum, outage in
      sum + min(firstCall(from: outage.upperBound), calls.all)
        - min(firstCall(from: outage.lowerBound), calls.all)
    }
    var call = 0
    while call < calls.all {
      let now = settings.range.lowerBound + settings.every * call
      if let outage = outages.first(where: { $0.upperBound > now }), outage.contains(now) {
        call = firstCall(from: outage.upperBound)
        continue
      }
      let selection = host.selection(at: now)
      watch.note(selection.states)
      noteDeferrals(selection, at: now)
      let selected = selection.selected
      if selected.isEmpty {
        guard let change = selection.change else { return }
        call = max(call + 1, firstCall(from: change))
      } else {
        // Not one inside the other, which would hold a copy of all that the run adds to.
        let end = run(selected, selection, at: now)
        let next = firstCall(from: end)
        calls.duringRuns += max(0, min(next, calls.all) - call - 1)
        call = max(call + 1, next)
      }
    }
  }

  /// The number of the first call at the moment or later.
  private func firstCall(from moment: Timestamp) -> Int {
    let (passed, every) = ((moment - settings.range.lowerBound).wholeMicroseconds, settings.every.wholeMicroseconds)
    return passed <= 0 ? 0 : Int((passed - 1) / every + 1)
  }

  private mutating func noteDeferrals(_ selection: DueSelection, at now: Timestamp) {
    for task in isDeferred.indices {
      guard case .shut(let until) = selection.verdicts[task] else {
        isDeferred[task] = false
        continue
      }
      if !isDeferred[task], let decision = gates[task]?.decision(at: now) {
        deferrals.append(Simulation.Deferral(task: task, at: now, until: until, decision: decision))
      }
      isDeferred[task] = true
    }
  }

  /// The end of the run.
  private mutating func run(_ selected: [Int], _ selection: DueSelection, at now: Timestamp) -> Timestamp {
    let shape = shape(of: selected)
    let parts = shapes[shape].parts
    let cut = outages.first { $0.lowerBound > now }?.lowerBound ?? Timestamp(microseconds: .max)
    let end = min(now + shapes[shape].length, cut)
    for part in parts {
      let start = now + part.start
      if now + part.end <= cut {
        watch.noteSuccess(of: part.task, at: start, for: host.slotStart(of: part.task), selection.states[part.task])
        host.succeed(part.task)
      } else if start < cut {
        host.fail(part.task, at: cut)
      }
    }
    let catchUps = selected.compactMap { task -> SimulatedRun.CatchUp? in
      guard case .due(let since, _, .catchUp) = selection.states[task] else { return nil }
      return SimulatedRun.CatchUp(task: task, since: since)
    }
    runs.append(
      SimulatedRun(
        start: now, end: end, shape: shape, catchUps: catchUps,
        isCutOff: now + shapes[shape].length > cut))
    return end
  }

  private mutating func shape(of selected: [Int]) -> Int {
    if let known = shapeNumbers[selected] { return known }
    // Tasks of emergency join the run of those that need them.
    var tasks = Set(selected)
    var open = selected
    while let task = open.popLast() {
      for need in due.needs[task] where due.rules[need].tier == .emergency && tasks.insert(need).inserted {
        open.append(need)
      }
    }
    let jobs = tasks.compactMap { self.jobs[due.rules[$0].tier] }.max() ?? 1
    shapes.append(
      RunShape(tasks.sorted(), of: due, lengths: timings.map(\.length), jobs: max(1, jobs)))
    shapeNumbers[selected] = shapes.count - 1
    return shapes.count - 1
  }
}

extension Simulator {
  private var simulation: Simulation {
    Simulation(
      settings: settings, due: due, timings: timings, gates: gates, calls: calls, runs: runs, shapes: shapes,
      deferrals: deferrals,
      misses: watch.missedSlots(until: settings.range.upperBound).map { miss($0.slot, of: $0.task) })
  }

  private func miss(_ slot: Slot, of task: Int) -> Simulation.Miss {
    Simulation.Miss(task: task, slot: slot, cause: cause(of: slot, task))
  }

  private func cause(of slot: Slot, _ task: Int) -> Simulation.Miss.Cause {
    if outages.contains(where: { $0.overlaps(slot.start..<slot.end) }) { return .down }
    let isHeld = deferrals.contains {
      $0.task == task && $0.at < slot.end && ($0.until ?? slot.end) > slot.start
    }
    return isHeld ? .deferred : .other
  }
}
