import Scheduling

/// What a schedule would do over a stretch of time in which cron calls `maint run --due` again and again.
package struct Simulation: Sendable {
  package struct Settings: Sendable {
    package var range: Range<Timestamp>
    /// From one call to the next, in elapsed time, more than zero; the first comes when the range begins.
    package var every: Duration
    /// When the host is down.
    package var outages: [Range<Timestamp>]

    package init(range: Range<Timestamp>, every: Duration, outages: [Range<Timestamp>] = []) {
      self.range = range
      self.every = every
      self.outages = outages
    }
  }

  /// A time from which a task is due and may not start.
  package struct Deferral: Sendable, Hashable {
    package var task: Int
    package var at: Timestamp
    /// nil: for ever.
    package var until: Timestamp?
    package var decision: Gate.Decision
  }

  /// A period that is over, in which a task should have run and did not.
  package struct Miss: Sendable, Hashable {
    package enum Cause: Sendable, Hashable { case down, deferred, other }

    package var task: Int
    package var slot: Slot
    package var cause: Cause
  }

  /// How many calls there are, and how many do nothing for a run is still going, or do not come about in an outage.
  package struct Calls: Sendable, Hashable {
    package var all = 0
    package var duringRuns = 0
    package var down = 0
  }

  package let settings: Settings
  package let due: DueTasks
  package let timings: [TaskTiming]
  /// Of each task; nil: nothing ever holds it up.
  package let gates: [Gate?]
  package let calls: Calls
  package let runs: [SimulatedRun]
  package let shapes: [RunShape]
  /// In order of time.
  package let deferrals: [Deferral]
  /// By task, each in order of time.
  package let misses: [Miss]

  /// All that became of a tier.
  package struct TierSummary: Sendable, Hashable {
    package var tier: Tier
    package var tasks: Int
    /// In which a task of it ran.
    package var runs = 0
    /// Of these, those in which one made up for what was missed.
    package var catchUps = 0
    /// Periods in which a task of it should have run and did not.
    package var missedPeriods = 0
    /// Times at which a task of it was due and could not start.
    package var deferrals = 0
    /// Of a run, from the first start of a task of it to the last end.
    package var longest = Duration.zero
  }

  /// Of the tiers with tasks, but for emergency.
  package var summaries: [TierSummary] {
    var found: [Tier: TierSummary] = [:]
    for rule in due.rules where rule.tier != .emergency {
      found[rule.tier, default: TierSummary(tier: rule.tier, tasks: 0)].tasks += 1
    }
    for run in runs {
      for (tier, length) in shapes[run.shape].lengths {
        guard var summary = found[tier] else { continue }
        summary.runs += 1
        summary.longest = max(summary.longest, length)
        found[tier] = summary
      }
      for tier in Set(run.catchUps.map { due.rules[$0.task].tier }) { found[tier]?.catchUps += 1 }
    }
    for (tier, misses) in Dictionary(grouping: misses, by: { due.rules[$0.task].tier }) {
      found[tier]?.missedPeriods = Set(misses.map(\.slot.period)).count
    }
    for (tier, deferrals) in Dictionary(grouping: deferrals, by: { due.rules[$0.task].tier }) {
      found[tier]?.deferrals = Set(deferrals.map(\.at)).count
    }
    return found.values.sorted { $0.tier < $1.tier }
  }
}
