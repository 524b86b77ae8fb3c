import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// Reads what recommendations go by beside the sections.
struct UpkeepReading {
  private let reading: PeriodReading
  private let log: RunLog

  init(_ reading: PeriodReading, _ log: RunLog) { (self.reading, self.log) = (reading, log) }

  /// `durations`: of the latest successes of the tasks. `failing`: those that failed in the period; what went wrong before it is
  /// what the report before tells.
  func upkeep(_ durations: [TaskName: [Duration]], failing: Set<TaskName>) throws(RunLogFailure) -> Upkeep {
    let last = try log.lastRun(before: reading.frame.asOf) ?? 0
    var upkeep = Upkeep()
    upkeep.paces = paces(durations)
    upkeep.tries = try tries(of: failing, upTo: last)
    // Before its first run a host had nothing to go back from.
    upkeep.drills = last > 0 ? try drills() : []
    upkeep.doubts = try log.tasksInDoubt(at: reading.frame.asOf) + reading.dead.doubts(at: reading.frame.asOf)
    upkeep.readings = try readings()
    let moment = reading.frame.asOf
    upkeep.uncopied = try log.uncopiedBackups(at: moment)
    if reading.frame.isComplete {
      let channels = reading.project.catalog.map { Set($0.coordination.channelNames) }
      upkeep.deaf = try log.deafChannels(at: moment) { channels?.contains($0) ?? true }
    }
    return upkeep
  }

  private func paces(_ durations: [TaskName: [Duration]]) -> [Upkeep.Pace] {
    reading.tasks.compactMap { task in
      guard let estimate = durations[task.name].flatMap(Estimate.init(of:)) else { return nil }
      return Upkeep.Pace(
        task: task.name, timeout: task.timeout ?? reading.project.catalog?.defaults.taskTimeout, estimate: estimate)
    }.sorted { "\($0.task)" < "\($1.task)" }
  }

  private func tries(of failing: Set<TaskName>, upTo last: Int) throws(RunLogFailure) -> [Upkeep.Tries] {
    var found: [Upkeep.Tries] = []
    for task in failing.sorted(by: { "\($0)" < "\($1)" }) {
      let tries = try log.lastTries(of: task, upTo: last, limit: Upkeep.lastTries)
      let failed = tries.filter(\.isFailed)
      guard let run = failed.first?.run else { continue }
      let isLast = tries.first?.isFailed == true
      var tried = Upkeep.Tries(
        task: task, failed: failed.count, all: tries.count, run: run, isLast: isLast,
        succeeded: isLast ? try log.firstSuccess(of: task, since: reading.frame.asOf) : nil)
      tried.isRemoved = try reading.isRemoved(task, run: run, log)
      found.append(tried)
    }
    return found
  }

  private func drills() throws(RunLogFailure) -> [Upkeep.Drill] {
    guard let catalog = reading.project.catalog else { return [] }
    let bases = ProofBasis(catalog, project: reading.project.folder)
    let known = try log.lastDrills(in: bases.project)
    // A drill of one task shows the way back of its runbook, for whichever task that is.
    let byTask = Dictionary(known.map { ($0.task, $0) }) { $1 }
    let byRunbook = Dictionary(known.map { ($0.runbook, $0) }) { $0.at > $1.at ? $0 : $1 }
    var seen: Set<String> = []
    return reading.tasks.compactMap { task in
      guard let runbook = catalog.runbooks[task.runbook], RollbackProofs.concern(runbook) else { return nil }
      let last = byTask[task.name] ?? byRunbook[task.runbook]
      guard seen.insert(task.runbook).inserted || byTask[task.name] != nil else { return nil }
      // Of what was drilled since, the drill before is not known any more.
      if let last, last.at >= reading.frame.asOf { return nil }
      return Upkeep.Drill(task: task.name, last: last)
    }
  }

  private func readings() throws(RunLogFailure) -> [Upkeep.Reading] {
    var found: [Upkeep.Reading] = []
    let moment = reading.frame.asOf
    let lastBoot = try log.boots(upTo: moment).map(\.lowerBound).last { $0 < moment }
    for series in try log.series() {
      guard let signal = HostSignal(rawValue: series.name), let latest = try log.latest(of: series, before: moment),
        moment - latest.at <= CapacitySection.longestSilence
      else { continue }
      // The restart that was pending has been made.
      if signal == .rebootPending, let lastBoot, latest.at < lastBoot { continue }
      found.append(Upkeep.Reading(series: series, latest: latest))
    }
    return found
  }
}
