import RunLog

/// What a drill found of one backup.
package struct DrillResult: Sendable {
  package enum Verdict: String, Sendable {
    case good
    /// It cannot be restored: it is not what it was when it was made.
    case damaged
    /// It could not be tried, for want of room or of a program: nothing is said of the backup.
    case failed
  }

  package var backup: BackupRecord
  package var verdict: Verdict
  /// In words; none where it is good.
  package var problems: [String]
  /// As the run log has it: how long it took, how old the data was, and the targets.
  package var event: BackupEvent

  package init(backup: BackupRecord, verdict: Verdict, problems: [String], event: BackupEvent) {
    self.backup = backup
    self.verdict = verdict
    self.problems = problems
    self.event = event
  }
}
