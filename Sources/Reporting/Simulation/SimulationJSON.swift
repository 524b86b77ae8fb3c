import JSON
import Planning
import Scheduling

/// Writes a simulation as JSON. Names and meanings of fields stay as they are; new ones may come.
///
/// The object:
/// - `from`, `to`: the moments between which it lies; `every_seconds`: from one call to the next; `timezone`: the host's
/// - `calls`: `all`, `during_runs` (which do nothing), `down` (which do not come about)
/// - `outages`: each with `start` and `end`
/// - `tiers`: each with `tier`, `tasks`, `runs`, `caught_up` (runs that made up for something), `missed_periods`,
///   `deferred`, `longest_seconds`
/// - `tasks`: each with `name`, `seconds` (how long it is taken to last), `has_history` (else it is taken to last no time),
///   `needed_seconds` (what must be left of its window for it to start, as far as it is known; null: nothing holds it up)
/// - `runs`: each with `start`, `end`, `cut_off` (by an outage) and `tasks`, in the order in which they start: `name`,
///   `start`, `end`, `caught_up_since` (when it should have run; null: it makes up for nothing)
/// - `deferrals`: each with `task`, `at`, `until` (null: for ever), `reason` (`window`, `cutoff`, `freeze`, `too_late`)
/// - `missed`: each with `task`, `at` (when it should have run), `reason` (`down`, `deferred`, `other`)
struct SimulationJSON {
  private let simulation: Simulation
  private let zone: Zone
  private let names: [String]

  init(_ simulation: Simulation, zone: Zone) {
    self.simulation = simulation
    self.zone = zone
    names = simulation.due.tasks.map(\.name.description)
  }

  var text: String {
    let settings = simulation.settings
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("from", settings.range.lowerBound)
      json.field("to", settings.range.upperBound)
      json.field("every_seconds", settings.every)
      json.field("timezone", zone.name)
      json.field("calls") { json in
        json.object { json in
          json.field("all", simulation.calls.all)
          json.field("during_runs", simulation.calls.duringRuns)
          json.field("down", simulation.calls.down)
        }
      }
      json.list("outages", of: settings.outages, write)
      json.list("tiers", of: simulation.summaries, write)
      json.list("tasks", of: Array(names.indices), writeTask)
      json.list("runs", of: simulation.runs, write)
      json.list("deferrals", of: simulation.deferrals, write)
      json.list("missed", of: simulation.misses, write)
    }
    json.lineBreak()
    return json.text
  }

  private func write(_ outage: Range<Timestamp>, _ json: inout JSONWriter) {
    json.field("start", outage.lowerBound)
    json.field("end", outage.upperBound)
  }

  private func write(_ tier: Simulation.TierSummary, _ json: inout JSONWriter) {
    json.field("tier", tier.tier.rawValue)
    json.field("tasks", tier.tasks)
    json.field("runs", tier.runs)
    json.field("caught_up", tier.catchUps)
    json.field("missed_periods", tier.missedPeriods)
    json.field("deferred", tier.deferrals)
    json.field("longest_seconds", tier.longest)
  }

  private func writeTask(_ task: Int, _ json: inout JSONWriter) {
    json.field("name", names[task])
    json.field("seconds", simulation.timings[task].length)
    json.field("has_history", simulation.timings[task].isMeasured)
    json.field("needed_seconds", simulation.gates[task]?.needed.known)
  }

  private func write(_ run: SimulatedRun, _ json: inout JSONWriter) {
    json.field("start", run.start)
    json.field("end", run.end)
    json.field("cut_off", run.isCutOff)
    let parts = simulation.shapes[run.shape].parts.filter { run.start + $0.start <= run.end }
    json.list("tasks", of: parts) { part, json in
      json.field("name", names[part.task])
      json.field("start", run.start + part.start)
      json.field("end", min(run.start + part.end, run.end))
      json.field("caught_up_since", run.catchUps.first { $0.task == part.task }?.since)
    }
  }

  private func write(_ deferral: Simulation.Deferral, _ json: inout JSONWriter) {
    let reason: String? =
      switch deferral.decision {
      case .open: nil
      case .shut(.outsideWindow, _): "window"
      case .shut(.cutoff, _): "cutoff"
      case .shut(.freeze, _): "freeze"
      case .tooLate: "too_late"
      }
    json.field("task", names[deferral.task])
    json.field("at", deferral.at)
    json.field("until", deferral.until)
    json.field("reason", reason)
  }

  private func write(_ miss: Simulation.Miss, _ json: inout JSONWriter) {
    let reason =
      switch miss.cause {
      case .down: "down"
      case .deferred: "deferred"
      case .other: "other"
      }
    json.field("task", names[miss.task])
    json.field("at", miss.slot.start)
    json.field("reason", reason)
  }
}
