/// What recommendations follow from: each a rule that can be checked by hand. The most urgent first.
package enum RecommendationRule: String, CaseIterable, Sendable {
  case resolve
  case incidentOpen = "incident_open"
  case projectNotSound = "project_not_sound"
  case statusAsks = "status_asks"
  case failsOften = "fails_often"
  case failedLast = "failed_last"
  case notDone = "not_done"
  case overdue
  case backupNotWhole = "backup_not_whole"
  case backupTooOld = "backup_too_old"
  case drillNotWell = "drill_not_well"
  case backupNotCopied = "backup_not_copied"
  case channelDeaf = "channel_deaf"
  case expires
  case fillsUp = "fills_up"
  case mayFillUp = "may_fill_up"
  case hostSignal = "host_signal"
  case missesTarget = "misses_target"
  case notAlwaysDone = "not_always_done"
  case noBackupLeft = "no_backup_left"
  case backupTooRare = "backup_too_rare"
  case warned
  case timeoutTight = "timeout_tight"
  case slower
  case rollbackNotProven = "rollback_not_proven"
  case neverDrilled = "never_drilled"
  case backupNeverRestored = "backup_never_restored"
  case notSigned = "not_signed"
  case causeNotNoted = "cause_not_noted"
  case overriddenOften = "overridden_often"
  case timeoutLoose = "timeout_loose"
  case noTimeout = "no_timeout"

  static let fewDays = 30.0
  static let paceDays = 14.0
  static let oldDrill = Duration.seconds(180 * 86_400)
  /// Fewer tries or successes tell nothing of how long a task takes.
  static let fewest = 20

  /// What it says, for whoever asks why.
  package var words: String {
    switch self {
    case .resolve: "a task left the host in doubt, and nobody had put that right at the end of the period"
    case .incidentOpen: "an incident is open at the end of the period"
    case .projectNotSound:
      "the project has mistakes, or others than root could write it, so that nothing of it is run, while the period lasts"
    case .statusAsks:
      "maint status asks for somebody as the report is made, for what no other rule tells, while the period lasts"
    case .failsOften: "a task failed in three of its last \(Upkeep.lastTries) tries at least"
    case .failedLast: "the last try of a task by the end of the period, in it or before, was one that failed"
    case .notDone:
      "nothing succeeded for a task the last time that it was due in the period, or more than one time in twenty"
    case .overdue: "a task is overdue at the end of the period, as maint status reckons it"
    case .notAlwaysDone:
      "nothing succeeded for a task one time in twenty that it was due in the period, at most, and not the last time"
    case .backupNotWhole: "a backup that is kept was missing or damaged when it was last verified"
    case .backupTooOld:
      "the newest backup of a task that a clock runs is older than the rpo of defaults, and another was to be made by then"
    case .noBackupLeft: "a task of the project makes backups, had some, and has none any more"
    case .backupTooRare: "the tier of a task with backups comes less often than the rpo of defaults"
    case .drillNotWell: "the last restore drill of a task failed, or missed rto or rpo"
    case .backupNotCopied: "a backup that was to be taken off-site was not by the end of the period, as its copy failed"
    case .channelDeaf: "a channel took no messages at the end of the period"
    case .warned: "a task ended with a warning the last time that it ran in the period"
    case .expires: "a sample named *_days_left has fewer than \(Int(Self.fewDays)) days left"
    case .fillsUp:
      "a series with samples of the last 90 days reaches its limit within 90 days, by its forecast, or has reached it"
    case .mayFillUp:
      "a series has left what it scatters towards its limit and does not stand still, with fewer than \(Int(Self.paceDays)) days left at its pace, and no forecast says so"
    case .hostSignal: "the latest sample of a runbook, not older than 90 days, says that the host needs somebody"
    case .missesTarget: "a metric misses the target that maintenance_metrics gives it"
    case .timeoutTight: "a timeout is below twice the 95th percentile of the last successes, \(Self.fewest) at least"
    case .slower:
      "a task takes half as long again as in the period before, and 10 s longer, on average of \(Self.fewest) successes at least in each"
    case .rollbackNotProven: "the last drill of a way back did not prove all points, or is older than 180 days"
    case .neverDrilled: "a runbook changes something, and its way back was never drilled"
    case .backupNeverRestored: "a task has backups, and none was ever restored in a drill"
    case .notSigned: "a run must be signed, and is not"
    case .causeNotNoted: "an incident was resolved in the period, and no cause is noted"
    case .overriddenOften: "windows or freezes were overridden three times in the period at least"
    case .timeoutLoose: "a timeout is above ten times the 95th percentile of the last successes, and an hour above it"
    case .noTimeout: "a task has no timeout, and succeeded \(Self.fewest) times at least"
    }
  }

  /// Somebody should look at it today.
  var isUrgent: Bool {
    switch self {
    case .resolve, .incidentOpen, .projectNotSound, .statusAsks, .failsOften, .failedLast, .notDone, .overdue,
      .backupNotWhole,
      .backupTooOld, .drillNotWell, .backupNotCopied, .channelDeaf, .expires, .fillsUp, .mayFillUp, .hostSignal:
      true
    case .missesTarget, .notAlwaysDone, .noBackupLeft, .backupTooRare, .warned, .timeoutTight, .slower,
      .rollbackNotProven,
      .neverDrilled,
      .backupNeverRestored, .notSigned, .causeNotNoted, .overriddenOften, .timeoutLoose, .noTimeout:
      false
    }
  }
}

extension RecommendationRule {
  /// Above what it has found.
  var title: String {
    switch self {
    case .resolve: "The host is in doubt"
    case .incidentOpen: "Open incidents"
    case .projectNotSound: "Nothing is run"
    case .statusAsks: "Asked for by maint status"
    case .failsOften: "Fails again and again"
    case .failedLast: "Failed the last time"
    case .notDone: "Due and not done"
    case .overdue: "Overdue"
    case .backupNotWhole: "Backups missing or damaged"
    case .backupTooOld: "Backups too old"
    case .notAlwaysDone: "Not done every time"
    case .noBackupLeft: "No backup left"
    case .backupTooRare: "Backups made too seldom"
    case .drillNotWell: "Restores that are not well"
    case .backupNotCopied: "Backups not copied off-site"
    case .channelDeaf: "People are not told"
    case .warned: "Warnings"
    case .expires: "Runs out soon"
    case .fillsUp: "Fills up or runs low"
    case .mayFillUp: "May soon fill up or run low"
    case .hostSignal: "The host asks for somebody"
    case .missesTarget: "Targets missed"
    case .timeoutTight: "Timeouts too tight"
    case .slower: "Slower than before"
    case .rollbackNotProven: "Ways back not proven"
    case .neverDrilled: "Ways back never drilled"
    case .backupNeverRestored: "Backups never restored"
    case .notSigned: "Not signed"
    case .causeNotNoted: "Causes not noted"
    case .overriddenOften: "Overridden often"
    case .timeoutLoose: "Timeouts too loose"
    case .noTimeout: "No timeout"
    }
  }
}
