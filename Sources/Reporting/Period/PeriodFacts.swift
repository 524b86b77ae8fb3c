import Planning
import RunLog

/// What is known of a period, section by section.
package struct PeriodFacts: Sendable {
  package var frame: PeriodFrame
  package var metrics: MetricsSection
  package var work: WorkSection
  package var failures: FailureSection
  package var incidents: IncidentSection
  package var overrides: OverrideSection
  package var signOffs: SignOffSection
  package var backups: BackupSection
  package var capacity: CapacitySection
  package var outlook: OutlookSection
  package var upkeep: Upkeep
  /// nil: the project is sound, or there is none.
  package var fault: ProjectFault?
  /// What maint status says as the report is made; none of a period that is over.
  private(set) var matters: [StatusMatter] = []

  package init(
    frame: PeriodFrame, metrics: MetricsSection, work: WorkSection, failures: FailureSection,
    incidents: IncidentSection, overrides: OverrideSection, signOffs: SignOffSection, backups: BackupSection,
    capacity: CapacitySection, outlook: OutlookSection, upkeep: Upkeep
  ) {
    (self.frame, self.metrics, self.work, self.failures) = (frame, metrics, work, failures)
    (self.incidents, self.overrides, self.signOffs) = (incidents, overrides, signOffs)
    (self.backups, self.capacity, self.outlook, self.upkeep) = (backups, capacity, outlook, upkeep)
    // A task that is skipped goes well, and makes no backup.
    for index in backups.lines.indices where backups.lines[index].maker == .clock {
      let line = backups.lines[index]
      guard let skip = work.lines.first(where: { $0.task == line.task })?.lastSkip, skip.run > line.newest?.run ?? 0
      else { continue }
      self.backups.lines[index].skip = skip
    }
  }

  /// As of now the status knows best: what it says is told by some rule, and what it does not say is over.
  package mutating func tell(_ status: StatusReport) {
    matters = status.matters
    let due = Set(status.status.dueCopies.map { BackupID(run: $0.run, task: $0.task) })
    upkeep.uncopied.removeAll { !due.contains(BackupID(run: $0.run, task: $0.task)) }
    upkeep.deaf = status.deafChannels.map { DeafChannel(channel: $0.channel, waiting: $0.waiting, error: $0.error) }
  }

  /// In the order in which they are read.
  var sections: [any PeriodSection] {
    [metrics, work, failures, incidents, overrides, signOffs, backups, capacity, outlook]
  }
}
