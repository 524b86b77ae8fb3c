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
  private let dead: Set<Int>

  /// `seen`: up to when what runs tell of boots counts: how long a host was down is known when it is up again.
  init(log: RunLog, zone: Zone, now: Timestamp, seen: Timestamp? = nil) throws(RunLogFailure) {
    (self.log, self.zone, self.now) = (log, zone, now)
    firstRun = try log.firstRunTime(upTo: seen ?? now)
    boots = try log.boots(upTo: seen ?? now)
    dead = try log.deadRuns(isAlive: OwnProcess.isAlive)
    incidents = try log.incidents(isAll: true, limit: .max).map { incident in
      MetricInputs.Incident(
        isCritical: incident.level == .critical, openedAt: incident.opened.at, resolvedAt: incident.resolved?.at)
    }
  }

  /// Samples are read of the names alone that metrics ask for. `sums`: those of the period, where they are known already.
  func inputs(
    for period: ReportPeriod, sampleNames: Set<String>
  ) throws(RunLogFailure) -> MetricInputs {
    try inputs(for: period.span(in: zone), sampleNames: sampleNames)
  }

  func inputs(
    for span: Range<Timestamp>, sampleNames: Set<String>, sums: TaskSums? = nil
  ) throws(RunLogFailure) -> MetricInputs {
    var inputs = MetricInputs(period: span, now: now)
    (inputs.firstRun, inputs.boots) = (firstRun, boots)
    (inputs.incidents, inputs.knowsIncidents) = (incidents, !incidents.isEmpty)
    inputs.runs = try log.runSpans(in: span, dead: dead).map { MetricInputs.Run($0, now: now) }
    inputs.tasks = if let sums { tasks(sums) } else { tasks(try log.taskSums(in: span, dead: dead)) }
    inputs.tasks.recoveries = try log.recoveryTimes(in: span)
    // The medians of the days before and after a run.
    let margin = Duration.seconds(86_400)
    for name in sampleNames {
      var series: [MetricInputs.Samples] = []
      for key in try log.series(of: name) {
        if let samples = try samples(of: key, in: span.lowerBound + (.zero - margin)..<span.upperBound + margin) {
          series.append(samples)
        }
      }
      inputs.samples[name] = series.isEmpty ? nil : series
    }
    return inputs
  }

  /// nil: there are none about the period.
  private func samples(of key: SeriesKey, in span: Range<Timestamp>) throws(RunLogFailure) -> MetricInputs.Samples? {
    let values = try log.samples(of: key, from: span.lowerBound, until: span.upperBound).map { ($0.at, $0.value) }
    var samples = MetricInputs.Samples(values)
    samples.thinned = try log.thinnedSamples(of: key, from: span.lowerBound, until: span.upperBound).map {
      MetricInputs.Thinned(
        start: $0.start, span: $0.span, count: $0.count, mean: $0.mean, least: $0.least, greatest: $0.greatest)
    }
    // What something was at its edges the nearest values tell, however far away they are.
    samples.before = try log.sample(of: key, nextTo: span.lowerBound, isBefore: true).map { ($0.at, $0.value) }
    samples.after = try log.sample(of: key, nextTo: span.upperBound, isBefore: false).map { ($0.at, $0.value) }
    return samples.isEmpty ? nil : samples
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

extension MetricInputs.Run {
  fileprivate init(_ span: RunSpan, now: Timestamp) {
    let end: Timestamp
    var isOver = false
    switch span.end {
    case .finished(let at): (end, isOver) = (at, true)
    case .atWork: end = now
    case .lost(let lastKnown): end = lastKnown
    }
    var work = TimeSpans([Range(from: span.startedAt, to: end)]).without(TimeSpans(span.idle)).spans
    // A run of no time at all has begun all the same.
    if work.isEmpty { work = [span.startedAt..<span.startedAt] }
    self.init(
      startedAt: span.startedAt, work: work, isOver: isOver, isEmergency: span.isEmergency,
      hasBegunTask: span.hasBegunTask, hasOptimized: span.hasOptimized)
  }
}
