import Catalog
import Planning
import RunLog
import Scheduling

/// What a dashboard is made from: all that was read at one moment.
package struct DashboardMaterial: Sendable {
  /// Whose it is, and who made it when.
  package struct Origin: Sendable {
    package var host: String
    /// nil: there is none.
    package var project: String?
    package var state: String
    package var version: String
    /// That times are shown in.
    package var zone: Zone

    package init(host: String, project: String?, state: String, version: String, zone: Zone) {
      (self.host, self.project, self.state, self.version, self.zone) = (host, project, state, version, zone)
    }
  }

  package var origin: Origin
  package var status: StatusReport
  /// nil: there is no project that could be read.
  package var due: DueReport?
  package var calendar: MaintenanceCalendar?
  /// Of the last days, in order.
  package var days: [TaskDay] = []
  /// Each task that was ever tried, and whether it ever succeeded.
  package var tried: [TaskName: Bool] = [:]
  /// Those that are drawn, in that order, with their values of the last days.
  package var series: [(key: SeriesKey, values: [Measurement])] = []
  /// How many series are not among them.
  package var seriesLeftOut = 0
  /// What fills up, as a report of now tells it; nil: there is no run log.
  package var capacity: (section: CapacitySection, frame: PeriodFrame)?
  /// The newest of each task that can be relied on, or the newest; by task.
  package var backups: [BackupRecord] = []
  /// Those of the schedules whose runbooks back something up, less those that run only when asked.
  package var tasksWithBackup: [TaskName] = []
  /// How much may be lost, as defaults of the schedules have it; nil: nobody says.
  package var rpo: Duration?
  /// The newest first: those that are open, and the latest.
  package var incidents: [IncidentRecord] = []
  /// Whether runs are to write the page anew: the file is the one that the schedules name.
  package var isRewritten = true
  /// What could not be had, and why.
  package var notes: [String] = []

  /// With moments in place of ages.
  var statusOfPage: StatusReport {
    var status = status
    status.pageZone = origin.zone
    return status
  }

  package init(origin: Origin, status: StatusReport) { (self.origin, self.status) = (origin, status) }

  /// When it was read.
  package var at: Timestamp { status.status.at }
}
