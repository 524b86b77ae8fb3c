import Scheduling

/// What the run log has of a period, as far as metrics are reckoned from it.
package struct MetricInputs: Sendable {
  /// A run that began in the period or was still at work in it.
  package struct Run: Sendable {
    package var span: Range<Timestamp>
    package var isEmergency: Bool
    /// It began a task.
    package var hasBegunTask: Bool
    /// A task of a runbook named *optimization* succeeded in it.
    package var hasOptimized: Bool

    package init(span: Range<Timestamp>, isEmergency: Bool, hasBegunTask: Bool, hasOptimized: Bool) {
      (self.span, self.isEmergency) = (span, isEmergency)
      (self.hasBegunTask, self.hasOptimized) = (hasBegunTask, hasOptimized)
    }
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

  /// The values of one series, oldest first; from a day before the period on.
  package struct Samples: Sendable {
    package var values: [(at: Timestamp, value: Double)]

    package init(_ values: [(at: Timestamp, value: Double)]) { self.values = values }
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
