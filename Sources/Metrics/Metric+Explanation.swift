extension Metric {
  /// What the figure says, how it is reckoned and from what: the text of `maint metrics --explain`.
  package struct Explanation: Sendable {
    package var definition: String
    package var formula: String
    package var source: String
  }

  /// `sample`: the name of the samples that it is reckoned from, where it is another than the usual one.
  package func explanation(from sample: String? = nil) -> Explanation {
    let sample = sample ?? usualSample ?? ""
    return switch group {
    case .availability: availability(sample)
    case .performance: performance(sample)
    case .quality: quality(sample)
    case .efficiency: efficiency(sample)
    }
  }

  private func availability(_ sample: String) -> Explanation {
    switch self {
    case .systemUptime:
      Explanation(
        definition: "how much of the time the host is known to have been up",
        formula:
          "time from each boot to the last run seen in it, over the time from the first to the last of both, x 100",
        source:
          "boot ids, and the beginnings and ends of runs; between the last run of a boot and the next boot the host "
          + "counts as down, so frequent runs make it exact")
    case .maintenanceWindowDuration:
      Explanation(
        definition: "how long maintenance was under way",
        formula:
          "the time in which at least one run was at work; runs beside each other count once; of a run that was killed "
          + "counts what is known, up to the last that it wrote down, and its recovery: maint log, show and junit have its "
          + "whole length, from its beginning to the end of its recovery",
        source:
          "beginnings and ends of runs and of their recoveries; of a run that is at work up to now, of one whose maint was "
          + "killed the last that it wrote down")
    case .unplannedDowntime:
      Explanation(
        definition: "how long a service was down, or a critical incident open, without a run being at work",
        formula:
          "time of critical incidents, joined with the time from a sample of 0 to the next one above, less the time in "
          + "which runs that are no emergency were at work",
        source: "incidents, and samples of \(sample); no data where there is neither a critical incident nor a sample")
    default:
      Explanation(
        definition: "how often maintenance is carried out",
        formula:
          "runs that began a task and are no rollback on request, over the weeks of the period since the first run; "
          + "days of 23 or 25 hours are days",
        source: "runs")
    }
  }

  private func performance(_ sample: String) -> Explanation {
    let sampled = "samples of \(sample)"
    return switch self {
    case .maintenanceImpact:
      Explanation(
        definition: "how much slower a service answers while a run is at work",
        formula:
          "median of a series during a run, over that of the 24 h before, less 1, x 100; the median over runs and series; "
          + "runs that were recovered are left out",
        source: sampled)
    case .performanceDegradation:
      Explanation(
        definition: "how much slower a service answers after runs than before",
        formula:
          "median of a series in the 24 h after a run, over that of the 24 h before, less 1, x 100; the median over runs "
          + "and series; runs that were recovered are left out",
        source: sampled)
    case .recoveryTime:
      Explanation(
        definition: "how long the way back takes when a change fails",
        formula:
          "median time from the end of the failed step to the end of the task; of one in which maint was killed, from "
          + "the beginning of its recovery; without the time in which it waited for somebody to recover its run",
        source: "tasks that were rolled back, or whose rollback failed")
    default:
      Explanation(
        definition: "what tuning brings: how much faster a service answers after it",
        formula:
          "performance_degradation with the other sign, of runs in which a task of a runbook named *optimization* succeeded",
        source: sampled)
    }
  }

  private func quality(_ sample: String) -> Explanation {
    switch self {
    case .maintenanceSuccessRate:
      Explanation(
        definition: "how many of the tries of tasks succeeded",
        formula:
          "succeeded, over succeeded + failed + rolled back + rollback failed + refused + interrupted, x 100; what was "
          + "taken back on request, by maint rollback, is no try",
        source: "outcomes of tasks")
    case .rollbackFrequency:
      Explanation(
        definition: "how many of the tries of tasks failed and had to be taken back",
        formula: "rolled back + rollback failed, over all tries, x 100; what was taken back on request is neither",
        source: "outcomes of tasks")
    case .issueResolutionTime:
      Explanation(
        definition: "how long it takes until an incident is over (MTTR)",
        formula: "mean time from opening to resolution, of the incidents that were resolved in the period",
        source: "incidents")
    default:
      Explanation(
        definition: "what customers noticed, in the unit in which it is recorded",
        formula: "the sum of the samples",
        source: "samples of \(sample): maint sample add \(sample) VALUE")
    }
  }

  private func efficiency(_ sample: String) -> Explanation {
    switch self {
    case .maintenanceDuration:
      Explanation(
        definition: "how long a run takes",
        formula:
          "median time at work, from beginning to end, of the runs that began a task, are no rollback on request and are over; "
          + "a run that was killed was at work up to the last that it wrote down, and in its recovery, which is less than "
          + "the whole length that maint log, show and junit have of it",
        source: "beginnings and ends of runs and of their recoveries")
    case .resourceUtilization:
      Explanation(
        definition: "how much of a processor steps keep busy while runs are at work",
        formula:
          "processor time of all steps, user and system, over the time in which a run was at work, x 100; above 100 "
          + "where they keep more than one busy",
        source: "getrusage of each step")
    case .costEffectiveness:
      Explanation(
        definition: "what a task that succeeds costs, in the unit in which costs are recorded",
        formula: "the sum of the samples, over the tasks that succeeded",
        source: "samples of \(sample): maint sample add \(sample) VALUE; outcomes of tasks")
    default:
      Explanation(
        definition: "how much of the work nobody had to start",
        formula: "tries that run --due selected, over all tries, x 100", source: "tasks")
    }
  }
}
