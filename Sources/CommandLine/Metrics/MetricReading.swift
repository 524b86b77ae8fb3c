import Metrics
import RunLog
import Scheduling

/// Reads what metrics are reckoned from.
struct MetricReading {
  private let log: RunLog
  private let zone: Zone
  private let now: Timestamp
  // Those of all time, whichever periods are asked for.
  private let firstRun: Timestamp?
  private let boots: [Range<Timestamp>]
  private let incidents: [MetricInputs.Incident]

  init(log: RunLog, zone: Zone, now: Timestamp) throws(RunLogFailure) {
    (self.log, self.zone, self.now) = (log, zone, now)
    firstRun = try log.firstRunTime()
    boots = try log.boots()
    incidents = try log.incidents(isAll: true, limit: .max).map { incident in
      MetricInputs.Incident(
        isCritical: incident.level == .critical, openedAt: incident.opened.at, resolvedAt: incident.resolved?.at)
    }
  }

  /// Samples are read of the names alone that metrics ask for. `sums`: those of the period, where they are known already.
  func inputs(
    for period: ReportPeriod, sampleNames: Set<String>, sums: TaskSums? = nil
  ) throws(RunLogFailure) -> MetricInputs {
    let span = period.span(in: zone)
    var inputs = MetricInputs(period: span, now: now)
    (inputs.firstRun, inputs.boots) = (firstRun, boots)
    (inputs.incidents, inputs.knowsIncidents) = (incidents, !incidents.isEmpty)
    // A run of a day before may still be at work in the period.
    let margin = Duration.seconds(86_400)
    inputs.runs = try log.runSpans(in: span.lowerBound + (.zero - margin)..<span.upperBound).map { run in
      let end = run.finishedAt ?? run.startedAt
      return MetricInputs.Run(
        span: Range(from: run.startedAt, to: end), isEmergency: run.isEmergency, hasBegunTask: run.hasBegunTask,
        hasOptimized: run.hasOptimized)
    }
    inputs.tasks = if let sums { tasks(sums) } else { tasks(try log.taskSums(onDays: period.days)) }
    inputs.tasks.recoveries = try log.recoveryTimes(in: span)
    for name in sampleNames {
      var series: [MetricInputs.Samples] = []
      for key in try log.series(of: name) {
        let values = try log.measurements(
          of: key, from: span.lowerBound + (.zero - margin), until: span.upperBound + margin)
        if !values.isEmpty { series.append(MetricInputs.Samples(values.map { ($0.at, $0.value) })) }
      }
      inputs.samples[name] = series.isEmpty ? nil : series
    }
    return inputs
  }

  private func tasks(_ sums: TaskSums) -> MetricInputs.Tasks {
    var tasks = MetricInputs.Tasks()
    for line in sums.lines {
      tasks.processorTime += line.processorTime
      switch line.outcome {
      case .succeeded: tasks.succeeded += line.count
      case .rolledBack, .rollbackFailed: tasks.rolledBack += line.count
      case .failed, .refused, .interrupted: break
      case .blocked, .skipped, .notNow, .deferred, .notStarted: continue
      }
      tasks.tried += line.count
      tasks.byClock += line.byClock
    }
    return tasks
  }
}
