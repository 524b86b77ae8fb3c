import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// What the run log has: the host as a whole, tasks, backups, drills, people.
extension PrometheusReport {
  func add(_ log: Log, to text: inout PrometheusText) {
    addHost(log, to: &text)
    addTasks(log, to: &text)
    addBackups(log, to: &text)
    addDrills(log, to: &text)
    addPeople(log.status, to: &text)
  }

  private func addHost(_ log: Log, to text: inout PrometheusText) {
    let status = log.status
    text.gauge(
      "maint_status_code", "As maint status exits: 0 fine, 1 needs attention, 2 a human is needed.",
      [.init(status.verdict.code)])
    text.gauge("maint_runs_running", "Runs that are under way.", [.init(status.liveRuns.count)])
    text.gauge(
      "maint_runs_interrupted", "Runs whose maint is gone and left no outcome: maint recover takes them up.",
      [.init(status.deadRuns.count)])
    text.gauge(
      "maint_last_run_start_timestamp_seconds", "When the newest run began.",
      log.lastRunStart.map { [.init($0)] } ?? [])
    text.gauge(
      "maint_tasks_needing_human", "Tasks that left the host in doubt, until somebody has settled it.",
      [.init(status.needsHuman.count)])
    if let head = log.auditHead {
      text.counter("maint_audit_entries_total", "Entries of the audit chain; never fewer.", [.init(head.entry)])
      text.gauge("maint_audit_last_entry_timestamp_seconds", "When the newest was added.", [.init(head.at)])
    }
  }

  private func addTasks(_ log: Log, to text: inout PrometheusText) {
    let successes = log.successes.filter { isThere($0.name) }
    text.gauge(
      "maint_task_last_success_timestamp_seconds",
      "When the latest success of the task began, or the latest time that it had nothing to do; what was taken back is none.",
      successes.map { .init(Self.labels(of: $0.name), $0.startedAt) })
    text.gauge(
      "maint_task_last_success_duration_seconds", "How long that took.",
      successes.compactMap { success in success.duration.map { .init(Self.labels(of: success.name), $0) } })
    let known = Set(log.totals.map(\.name)).union(log.successes.map(\.name))
    let unhappy = log.status.status.unhappyTasks.filter { !$0.isTakenBack && !$0.isHeldUp && !$0.isRemoved }
    let failing = Set(unhappy.map(\.name))
    text.gauge(
      "maint_task_failing",
      "1: its last outcome was no success, or its cleanup failed, as maint status tells it; what was only held up is passed over.",
      known.union(failing).filter(isThere).map { .init(Self.labels(of: $0), failing.contains($0)) })
    let totals = log.totals.map { total in
      (labels: Self.labels(of: total.name) + [("outcome", total.outcome.rawValue)], total: total)
    }
    text.counter(
      "maint_task_runs_total",
      "How often the task ended with the outcome, in runs that are over; what was taken back on request is rolled_back, too.",
      totals.map { .init($0.labels, $0.total.count) })
    text.counter(
      "maint_task_duration_seconds_total", "How long that took together.",
      totals.map { .init($0.labels, $0.total.duration) })
  }

  private func addBackups(_ log: Log, to text: inout PrometheusText) {
    let status = log.status
    let backups = log.backups.filter { isThere($0.task) }
    text.gauge(
      "maint_backup_timestamp_seconds",
      "When the newest backup of the task was made that is there and of which nothing bad is known.",
      backups.map { .init(Self.labels(of: $0.task), $0.madeAt) })
    let archives = backups.flatMap { backup in
      backup.archives.map { (labels: Self.labels(of: backup.task) + [("path", $0.path)], archive: $0) }
    }
    text.gauge(
      "maint_backup_path_timestamp_seconds", "When each path in it was archived.",
      archives.map { .init($0.labels, $0.archive.madeAt) })
    text.gauge(
      "maint_backup_path_size_bytes", "What its files hold, before compression.",
      archives.map { .init($0.labels, $0.archive.bytes) })
    text.gauge(
      "maint_backup_path_archive_size_bytes", "What the archive takes.",
      archives.map { .init($0.labels, $0.archive.archiveBytes) })
    text.gauge("maint_backups_missing", "Backups whose folders are gone.", [.init(status.missingBackups.count)])
    text.gauge(
      "maint_backups_damaged", "Backups that their latest verification found damaged.",
      [.init(status.status.damagedBackups.count)])
    text.gauge(
      "maint_backups_not_copied", "Backups that were to be taken off-site and are not yet.",
      [.init(status.status.dueCopies.count)])
  }

  private func addDrills(_ log: Log, to text: inout PrometheusText) {
    let restores = log.status.status.drills.filter { isThere($0.task) }
    text.gauge(
      "maint_restore_drill_timestamp_seconds", "When the newest backup of the task was last restored as a drill.",
      restores.filter { $0.startedAt <= now }.map { .init(Self.labels(of: $0.task), $0.startedAt) })
    text.gauge(
      "maint_restore_drill_passed", "1: it could be restored, within its targets if it has some.",
      restores.map { .init(Self.labels(of: $0.task), !$0.isAlarming) })
    text.gauge(
      "maint_restore_drill_duration_seconds", "How long it took to restore.",
      restores.map { .init(Self.labels(of: $0.task), $0.duration) })
    let drills = log.rollbackDrills.filter { isThere($0.task) }
    text.gauge(
      "maint_rollback_drill_timestamp_seconds", "When the rollback of the task was last drilled.",
      drills.map { .init(Self.labels(of: $0.task), $0.at) })
    text.gauge(
      "maint_rollback_drill_points", "The points at which it was interrupted.",
      drills.map { .init(Self.labels(of: $0.task), $0.points) })
    text.gauge(
      "maint_rollback_drill_points_proven", "Those from which it came back.",
      drills.map { .init(Self.labels(of: $0.task), $0.proven) })
  }

  private func addPeople(_ status: StatusReport, to text: inout PrometheusText) {
    let levels = MaintenanceTask.AlertLevel.allCases
    let incidents = status.status.openIncidents
    text.gauge(
      "maint_incidents_open", "Incidents that nobody has resolved.",
      levels.map { level in .init([("level", level.rawValue)], incidents.count { $0.level == level }) })
    text.gauge(
      "maint_incidents_unacknowledged", "Those of them that nobody is at.",
      levels.map { level in
        .init([("level", level.rawValue)], incidents.count { $0.level == level && $0.acknowledged == nil })
      })
    let channels = Set(project?.channels ?? []).union(status.undelivered.map(\.channel))
    let undelivered = Dictionary(status.undelivered.map { ($0.channel, $0) }) { first, _ in first }
    text.gauge(
      "maint_messages_undelivered",
      "Messages that the channel has still to take, or that were given up in the last week.",
      channels.flatMap { channel -> [PrometheusText.Line] in
        let counts = undelivered[channel]
        return [
          .init([("channel", channel), ("state", "waiting")], counts?.waiting ?? 0),
          .init([("channel", channel), ("state", "given_up")], counts?.givenUp ?? 0),
        ]
      })
    let approvals = status.approvals
    text.gauge(
      "maint_approvals_waiting", "Requests that wait for somebody's approval.",
      [.init(approvals.count { $0.state(at: now) == .waiting })])
    text.gauge(
      "maint_approvals_rejected", "Tasks that wait as they are, because somebody has rejected them.",
      [.init(approvals.count { $0.state(at: now) == .rejected })])
    text.gauge("maint_runs_unsigned", "Runs that are over and lack a signature.", [.init(status.status.notSigned)])
  }
}

extension Verdict {
  /// As `maint status` exits.
  var code: Int {
    switch self {
    case .fine, .noRuns: 0
    case .attention, .noRunLog: 1
    case .humanNeeded: 2
    }
  }
}
