import Planning
import Scheduling

/// A simulation for a terminal.
struct SimulationText {
  private let simulation: Simulation
  private let zone: Zone
  private let width: Int
  private let words: SimulationWords

  init(_ simulation: Simulation, zone: Zone, width: Int) {
    self.simulation = simulation
    self.zone = zone
    self.width = width
    words = SimulationWords(simulation: simulation, hostZone: zone)
  }

  func lines(allRuns: Bool) -> [StyledText] {
    var lines = filled(heading).map { StyledText($0, .faint) } + [StyledText("")] + summary
    lines += filled(durations).map { StyledText($0, .faint) }
    let events = words.events + (allRuns ? words.runs : [])
    if events.isEmpty {
      return lines + [
        StyledText(""), StyledText("Nothing is missed, caught up or deferred.", .good),
      ]
    }
    let rows = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map { _, event in
      [
        StyledText(event.zone.minute(event.at)), StyledText(event.what, event.style), StyledText(event.words),
      ]
    }
    let columns: [Table.Column] = [.init(heading: "WHEN"), .init(heading: "WHAT"), .init(heading: "")]
    return lines + [StyledText("")] + Table(columns: columns, rows: rows).lines
  }

  private var heading: String {
    let (range, calls) = (simulation.settings.range, simulation.calls)
    var text =
      "Simulated from \(zone.minute(range.lowerBound)) to \(zone.minute(range.upperBound)) in \(zone.name), a call "
      + "every \(DurationText.format(simulation.settings.every)): \(calls.all) calls"
    if calls.down > 0 { text += ", \(calls.down) of them while the host is down" }
    if calls.duringRuns > 0 { text += ", \(calls.duringRuns) during a run, which do nothing" }
    return text + ". Nothing was run."
  }

  private var summary: [StyledText] {
    let columns: [Table.Column] = [
      .init(heading: "TIER"), .init(heading: "TASKS", isRight: true), .init(heading: "RUNS", isRight: true),
      .init(heading: "CAUGHT UP", isRight: true), .init(heading: "MISSED PERIODS", isRight: true),
      .init(heading: "DEFERRED", isRight: true), .init(heading: "LONGEST", isRight: true),
    ]
    let rows = simulation.summaries.map { tier in
      [
        StyledText(tier.tier.rawValue), StyledText("\(tier.tasks)"), StyledText("\(tier.runs)"),
        StyledText("\(tier.catchUps)"), StyledText("\(tier.missedPeriods)", tier.missedPeriods > 0 ? .caution : .plain),
        StyledText("\(tier.deferrals)", tier.deferrals > 0 ? .caution : .plain),
        StyledText(simulation.isMeasured(tier.tier) ? "\(HumanDuration(tier.longest))" : "unknown"),
      ]
    }
    return rows.isEmpty
      ? [StyledText("No tier has tasks, so nothing is ever due.")] : Table(columns: columns, rows: rows).lines
  }

  /// What the times rest on.
  private var durations: String {
    let names = simulation.unmeasured.map { simulation.due.tasks[$0].name.description }
    if names.isEmpty { return "Each task takes the median of its past successes." }
    if names.count == simulation.due.tasks.count { return "No task has history: each is taken to last no time at all." }
    return "Each task takes the median of its past successes; these have none, and are taken to last no time: "
      + names.joined(separator: ", ") + "."
  }

  private func filled(_ text: String) -> [String] { TextColumns.filled(text, width: width) }
}

extension Simulation {
  /// The tasks without history, by number.
  var unmeasured: [Int] { timings.indices.filter { !timings[$0].isMeasured } }

  /// Whether every task of a tier has history.
  func isMeasured(_ tier: Tier) -> Bool { !unmeasured.contains { due.rules[$0].tier == tier } }
}
