import Catalog
import Planning
import Scheduling

/// Says in words what is worth to know of a simulation, each with the moment at which it begins, by the clocks of the tasks
/// that it is about.
struct SimulationWords {
  struct Event {
    var at: Timestamp
    /// That of all its times.
    var zone: Zone
    var what: String
    var style: Style
    var words: String
  }

  let simulation: Simulation
  /// That of what concerns tasks of several zones, or none.
  let hostZone: Zone

  /// In no order.
  var events: [Event] { outages + cutOffs + catchUps + deferrals + misses }

  /// Every run, in order.
  var runs: [Event] {
    simulation.runs.map { run in
      let tasks = simulation.shapes[run.shape].parts.map(\.task)
      let words = length(of: run, tasks).map { "\($0): \(names(tasks))" } ?? names(tasks)
      return Event(at: run.start, zone: zone(of: tasks), what: "run", style: .good, words: words)
    }
  }

  /// nil: none of its tasks has history.
  private func length(of run: SimulatedRun, _ tasks: [Int]) -> String? {
    let measured = tasks.count { simulation.timings[$0].isMeasured }
    if measured == 0 { return nil }
    return "\(measured == tasks.count ? "" : "at least ")\(HumanDuration(run.end - run.start))"
  }

  /// That of their windows, where it is one.
  private func zone(of tasks: [Int]) -> Zone {
    guard let first = tasks.first.map({ simulation.due.rules[$0].zone }),
      tasks.allSatisfy({ simulation.due.rules[$0].zone == first })
    else { return hostZone }
    return first
  }

  private func names(_ tasks: [Int]) -> String {
    tasks.map { simulation.due.tasks[$0].name.description }.joined(separator: ", ")
  }

  private func tier(of task: Int) -> Tier { simulation.due.rules[task].tier }
}

extension SimulationWords {
  private var outages: [Event] {
    simulation.settings.outages.map {
      Event(
        at: $0.lowerBound, zone: hostZone, what: "down", style: .faint,
        words: "the host is down until \(hostZone.minute($0.upperBound))")
    }
  }

  private var cutOffs: [Event] {
    simulation.runs.filter(\.isCutOff).map { run in
      let lost = simulation.shapes[run.shape].parts.filter { run.start + $0.end > run.end }.map(\.task)
      let zone = zone(of: lost)
      return Event(
        at: run.end, zone: zone, what: "cut off", style: .bad,
        words: "the outage ends the run of \(zone.minute(run.start)) before \(names(lost)) "
          + "\(lost.count == 1 ? "is" : "are") done")
    }
  }

  private var catchUps: [Event] {
    simulation.runs.flatMap { run in
      Dictionary(grouping: run.catchUps) { tier(of: $0.task) }.sorted { $0.key < $1.key }.map { tier, tasks in
        let zone = zone(of: tasks.map(\.task))
        let since = zone.minute(tasks.map(\.since).min() ?? run.start)
        return Event(
          at: run.start, zone: zone, what: "caught up", style: .good,
          words: "\(tier.rawValue): \(names(tasks.map(\.task))), due since \(since)")
      }
    }
  }

  /// What is deferred again and again for the same reason is said once. The reason tells times by the clocks of the window.
  private var deferrals: [Event] {
    struct Reason: Hashable {
      var tier: Tier
      var words: String
    }
    let reasons = Dictionary(grouping: simulation.deferrals) {
      Reason(tier: tier(of: $0.task), words: reason(for: $0))
    }
    let inOrder = reasons.sorted { ($0.key.tier, $0.key.words) < ($1.key.tier, $1.key.words) }
    return inOrder.compactMap { reason, all in
      guard let first = all.first else { return nil }
      var seen: Set<Int> = []
      let tasks = all.map(\.task).filter { seen.insert($0).inserted }
      let times = Set(all.map(\.at)).count
      let zone = simulation.gates[first.task]?.clearance.zone ?? hostZone
      let until = first.until.map { "until \(zone.minute($0))" } ?? "for ever"
      let again = times > 1 ? "; \(times) times" : ""
      return Event(
        at: first.at, zone: zone, what: "deferred", style: .caution,
        words: "\(reason.tier.rawValue): \(names(tasks)) \(until): \(reason.words)\(again)")
    }
  }

  private func reason(for deferral: Simulation.Deferral) -> String {
    let words = simulation.gates[deferral.task]?.cause(deferral.decision, at: deferral.at)
    return HarmlessText.words(words ?? "")
  }

  /// Of a tier, periods that follow each other are told together.
  private var misses: [Event] {
    var stretches: [(tier: Tier, cause: Simulation.Miss.Cause, tasks: [Int], slots: [Slot])] = []
    let byTier = Dictionary(grouping: simulation.misses) { tier(of: $0.task) }
    for (tier, misses) in byTier.sorted(by: { $0.key < $1.key }) {
      let bySlot = Dictionary(grouping: misses, by: \.slot).sorted {
        ($0.key.start, $0.key.end) < ($1.key.start, $1.key.end)
      }
      for (slot, misses) in bySlot {
        let tasks = misses.map(\.task)
        let last = stretches.count - 1
        if last >= 0, stretches[last].tier == tier, stretches[last].cause == misses[0].cause,
          stretches[last].tasks == tasks, stretches[last].slots.last?.period.end == slot.period.start
        {
          stretches[last].slots.append(slot)
        } else {
          stretches.append((tier, misses[0].cause, tasks, [slot]))
        }
      }
    }
    return stretches.map { tier, cause, tasks, slots in
      let zone = zone(of: tasks)
      let last = slots.count > 1 ? " to \(zone.minute(slots[slots.count - 1].start))" : ""
      return Event(
        at: slots[0].start, zone: zone, what: "missed", style: .caution,
        words: "\(tier.rawValue): \(Count(slots.count, "period"))\(last), \(words(of: cause)): \(names(tasks))")
    }
  }

  private func words(of cause: Simulation.Miss.Cause) -> String {
    switch cause {
    case .down: "the host is down"
    case .deferred: "deferred for all of its time"
    case .other: "no call comes in time, or what it needs has not run"
    }
  }
}
