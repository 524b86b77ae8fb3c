import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// `maint metrics --prometheus`: how things stand at a moment, for a Prometheus to scrape. The help of each family says what it
/// is.
///
/// Times are seconds since 1970, durations seconds. What is not known, or is not there, has no line: an alert about it
/// compares, and `absent()` finds what is gone. Of tasks that a sound project has no more there are only the counters: an alert
/// about them would never end. `task` is the full name of a task, `tier` its tier, absent of a runbook that was
/// run by itself. Samples that steps and people recorded are in one family, `maint_sample`: their own names might be those of
/// other families, of node_exporter among them, and would keep the whole file from being read.
package struct PrometheusReport: Sendable {
  /// What the files of a sound project say at the moment.
  package struct Project: Sendable {
    package var tasks: [DueTask]
    /// Those with hours.
    package var windows: [(name: String, clearance: Clearance)]
    /// When no freeze is in force any more; nil: none is.
    package var freezeEnd: Timestamp?
    package var channels: [String]

    package init(
      tasks: [DueTask], windows: [(name: String, clearance: Clearance)], freezeEnd: Timestamp?, channels: [String]
    ) {
      self.tasks = tasks
      self.windows = windows
      self.freezeEnd = freezeEnd
      self.channels = channels
    }
  }

  /// The newest backup of a task of which nothing bad is known.
  package struct Backup: Sendable {
    package var task: TaskName
    package var madeAt: Timestamp
    /// Of each path.
    package var archives: [ArchiveRecord]

    package init(task: TaskName, madeAt: Timestamp, archives: [ArchiveRecord]) {
      self.task = task
      self.madeAt = madeAt
      self.archives = archives
    }
  }

  /// What the run log has.
  package struct Log: Sendable {
    package var status: StatusReport
    /// When the latest run began that did so by then; nil: none did.
    package var lastRunStart: Timestamp?
    package var totals: [TaskTotal] = []
    package var successes: [LatestSuccess] = []
    package var backups: [Backup] = []
    /// Of each task of the project the last drill of its rollback.
    package var rollbackDrills: [ProofRecord] = []
    /// The newest value of each series.
    package var samples: [(series: SeriesKey, latest: Measurement)] = []
    /// Those that another project, which is still there, had run last.
    package var tasksOfOthers: Set<TaskName> = []
    /// The newest entry of the audit chain.
    package var auditHead: AuditRow?

    package init(status: StatusReport) { self.status = status }
  }

  /// Older samples are not told: a disk that was taken out would be there for ever.
  package static let samplesFor = Duration.seconds(90 * 86_400)

  let now: Timestamp
  private let version: String
  /// nil: there is no project, or it is not sound.
  let project: Project?
  /// nil: there is no run log yet.
  let log: Log?
  /// The tasks of the project; nil: they are not known.
  private let scheduled: Set<TaskName>?

  package init(at now: Timestamp, version: String, project: Project?, log: Log?) {
    self.now = now
    self.version = version
    self.project = project
    self.log = log
    scheduled = project.map { Set($0.tasks.map(\.name)) }
  }

  /// Whether the task is still there; what was run without a schedule is, and what other projects say of theirs is not known.
  func isThere(_ task: TaskName) -> Bool {
    guard task.tier != nil, let scheduled else { return true }
    return scheduled.contains(task) || log?.tasksOfOthers.contains(task) ?? false
  }

  package var text: String {
    var text = PrometheusText()
    text.gauge("maint_build_info", "The maint that wrote this.", [.init([("version", version)], 1)])
    text.gauge("maint_metrics_timestamp_seconds", "When this was written.", [.init(now)])
    text.gauge(
      "maint_project_valid",
      "1: the files of the project were read; 0: maint check says why not, and nothing is said of them here.",
      [.init(project != nil)])
    text.gauge("maint_run_log_present", "1: there is a run log; 0: nothing ever ran here.", [.init(log != nil)])
    if let log { add(log, to: &text) }
    if let project { add(project, to: &text) }
    if let log { addSamples(of: log, to: &text) }
    text.gauge(
      "maint_metrics_left_out", "Lines that were left out, as others have the same labels.", [.init(text.leftOut)])
    return text.text
  }

  static func labels(of task: TaskName) -> [PrometheusText.Line.Label] {
    [("task", task.description)] + (task.tier.map { [("tier", $0.rawValue)] } ?? [])
  }

  private func addSamples(of log: Log, to text: inout PrometheusText) {
    let fresh = log.samples.filter { now - $0.latest.at <= Self.samplesFor }.map { series, latest in
      (labels: SampleLabels(name: series.name, written: series.labels).labels, latest: latest)
    }
    text.gauge(
      "maint_sample", "The newest value of each series of the last 90 days, as a step or a person recorded it.",
      fresh.map { .init($0.labels, $0.latest.value) })
    text.gauge(
      "maint_sample_timestamp_seconds", "When that value was measured.", fresh.map { .init($0.labels, $0.latest.at) })
  }
}
