import Catalog
import Planning
import RunLog
import Scheduling

/// What recommendations go by beside what the sections tell.
package struct Upkeep: Sendable {
  /// How long a task takes, beside how long it may.
  package struct Pace: Sendable {
    package var task: TaskName
    /// nil: no limit.
    package var timeout: Duration?
    /// Of the latest successes, a hundred at most.
    package var estimate: Estimate

    package init(task: TaskName, timeout: Duration?, estimate: Estimate) {
      (self.task, self.timeout, self.estimate) = (task, timeout, estimate)
    }
  }

  /// The latest tries of a task by the end of the period, five at most.
  package struct Tries: Sendable {
    package var task: TaskName
    package var failed: Int
    package var all: Int
    /// Of those that failed, the last.
    package var run: Int
    /// Whether that was the last of all.
    package var isLast: Bool
    /// When it succeeded after the end of the period; nil: it has not.
    package var succeeded: Timestamp?
    /// It is no task of the project any more.
    package var isRemoved = false

    package init(task: TaskName, failed: Int, all: Int, run: Int, isLast: Bool = true, succeeded: Timestamp? = nil) {
      (self.task, self.failed, self.all, self.run, self.isLast) = (task, failed, all, run, isLast)
      self.succeeded = succeeded
    }
  }

  /// Whether the way back of a task is known to work.
  package struct Drill: Sendable {
    package var task: TaskName
    /// Its last drill, before the end of the period; nil: it was never drilled.
    package var last: ProofRecord?

    package init(task: TaskName, last: ProofRecord?) { (self.task, self.last) = (task, last) }
  }

  /// The latest value of a series that tells of the host, by the end of the period.
  package struct Reading: Sendable {
    package var series: SeriesKey
    package var latest: Measurement

    package init(series: SeriesKey, latest: Measurement) { (self.series, self.latest) = (series, latest) }
  }

  /// By name, of the tasks of the schedules that ran often enough to tell.
  package var paces: [Pace] = []
  /// Of the tasks that failed in the period.
  package var tries: [Tries] = []
  /// Of the tasks of the schedules that change something and have a way back.
  package var drills: [Drill] = []
  /// What had left the host in doubt, and nobody had put right by the end of the period.
  package var doubts: [TaskInDoubt] = []
  package var readings: [Reading] = []
  /// At the end of the period.
  package var uncopied: [UncopiedBackup] = []
  package var deaf: [DeafChannel] = []

  package init() {}

  /// So many tries are looked at.
  package static let lastTries = 5
}
