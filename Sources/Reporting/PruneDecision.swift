/// What becomes of a backup when those that no rule keeps are removed, and why.
package struct PruneDecision: Sendable, Hashable {
  package enum Fate: String, Sendable {
    case stays
    /// It would be removed, or is about to be.
    case goes
    case pruned
    /// It could not be removed; it is whole, or out of the catalogue.
    case failed
  }

  package var backup: BackupRecord
  package var fate: Fate
  /// In words, each by itself.
  package var reasons: [String]

  package init(_ backup: BackupRecord, _ fate: Fate, because reasons: [String]) {
    self.backup = backup
    self.fate = fate
    self.reasons = reasons
  }
}
