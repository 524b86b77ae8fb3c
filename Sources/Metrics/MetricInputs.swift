import Scheduling

/// What the run log has of a period, as far as metrics are reckoned from it.
package struct MetricInputs: Sendable {
  /// A run of which something was at work in the period.
  package struct Run: Sendable {
    package var startedAt: Timestamp
    /// When it was at work, as far as is known: once, or before and in its recoveries.
    package var work: [Range<Timestamp>]
    /// It has ended, and it is known when.
    package var isOver: Bool
    package var isEmergency: Bool
    /// It began a task.
    package var hasBegunTask: Bool
    /// A task of a runbook named *optimization* succeeded in it.
    package var hasOptimized: Bool

    package init(
      startedAt: Timestamp, work: [Range<Timestamp>], isOver: Bool, isEmergency: Bool, hasBegunTask: Bool,
      hasOptimized: Bool
    ) {
      (self.startedAt, self.work, self.isOver) = (startedAt, work, isOver)
      (self.isEmergency, self.hasBegunTask, self.hasOptimized) = (isEmergency, hasBegunTask, hasOptimized)
    }

    /// Of one that went through from beginning to end; nil where it did not.
    package var whole: Range<Timestamp>? { isOver && work.count == 1 ? work[0] : nil }
  }

  package struct Incident: Sendable {
    package var isCritical: Bool
    package var openedAt: Timestamp
    package var resolvedAt: Timestamp?

    package init(isCritical: Bool, openedAt: Timestamp, resolvedAt: Timestamp?) {
      (self.isCritical, self.openedAt, self.resolvedAt) = (isCritical, openedAt, resolvedAt)
    }
  }

  /// The tasks of the period together.
  package struct Tasks: Sendable {
    /// Those that succeeded, failed, were rolled back, could not be, were refused or interrupted.
    package var tried = 0
    package var succeeded = 0
    /// Also those whose rollback failed.
    package var rolledBack = 0
    package var byClock = 0
    /// Of all steps, user and system.
    package var processorTime: Duration = .zero
    /// From the end of the failed step to the end of the task, of each that was rolled back.
    package var recoveries: [Duration] = []

    package init() {}
  }

  /// What is left of the samples of an hour or a day.
  package struct Thinned: Sendable {
    package var start: Timestamp
    package var span: Duration
    package var count: Int
    package var mean: Double
    package var least: Double
    package var greatest: Double

    package init(start: Timestamp, span: Duration, count: Int, mean: Double, least: Double, greatest: Double) {
      (self.start, self.span, self.count) = (start, span, count)
      (self.mean, self.least, self.greatest) = (mean, least, greatest)
    }

    var middle: Timestamp { start + span / 2 }
  }

  /// One series, oldest first; from a day before the period to a day after it.
  package struct Samples: Sendable {
    package var values: [(at: Timestamp, value: Double)]
    /// Of those that an earlier maint has thinned, or that were thinned before a metric asked for them.
    package var thinned: [Thinned] = []
    /// The last value before all of these, and the first after them.
    package var before: (at: Timestamp, value: Double)?
    package var after: (at: Timestamp, value: Double)?

    package init(_ values: [(at: Timestamp, value: Double)]) { self.values = values }

    package var isEmpty: Bool { values.isEmpty && thinned.isEmpty && before == nil && after == nil }

    /// The values, and the means of those that were thinned, in order.
    var points: [(at: Timestamp, value: Double)] {
      thinned.isEmpty ? values : (values + thinned.map { ($0.middle, $0.mean) }).sorted { $0.at < $1.at }
    }
  }

  package var period: Range<Timestamp>
  /// What of the period is over.
  package var now: Timestamp
  package var boots: [Range<Timestamp>] = []
  package var runs: [Run] = []
  package var tasks = Tasks()
  package var incidents: [Incident] = []
  /// The log has an incident, whenever that was.
  package var knowsIncidents = false
  /// When the first run began.
  package var firstRun: Timestamp?
  /// By the name of the samples, each of its series.
  package var samples: [String: [Samples]] = [:]

  package init(period: Range<Timestamp>, now: Timestamp) { (self.period, self.now) = (period, now) }
}
