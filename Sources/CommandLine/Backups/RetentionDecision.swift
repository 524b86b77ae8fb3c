import Backups
import Catalog
import Reporting
import RunLog
import Scheduling

/// Decides which backups of one task stay: what `Retention` says of each of its paths, taken together.
struct RetentionDecision {
  /// Why all of them stay, where no rules are in force.
  enum Rules {
    case of(KeepRules)
    case none(why: String)
  }

  let rules: Rules
  let zone: Zone
  /// Whether another run is taking back what the backup's run changed, or was when it was interrupted.
  let isBeingTakenBack: (BackupRecord) throws(CommandFailure) -> Bool
  /// Whether it is still to be taken off-site.
  let isCopyDue: (BackupRecord) throws(CommandFailure) -> Bool

  /// What stays and goes, in the order given.
  func decisions(on backups: [BackupRecord]) throws(CommandFailure) -> [PruneDecision] {
    switch rules {
    case .none(let why): return backups.map { PruneDecision($0, .stays, because: [why]) }
    case .of(let keep): return try decisions(on: backups, by: keep)
    }
  }

  private func decisions(on backups: [BackupRecord], by keep: KeepRules) throws(CommandFailure) -> [PruneDecision] {
    var candidates: [Retention.Candidate] = []
    let latest = Self.latestWithContent(backups)
    for backup in backups {
      let isInUse = backup.isOfUnresolvedRun ? true : try isBeingTakenBack(backup)
      candidates += Self.subjects(of: backup, latest).map { subject in
        Retention.Candidate(
          id: backup.id.run, time: backup.madeAt, subject: subject,
          isGood: backup.state == .sealed && backup.foundDamagedAt == nil,
          isOfSuccess: Self.isOfSuccess(backup), isOfUnresolvedRun: isInUse)
      }
    }
    let decided = Dictionary(grouping: Retention(keep).decide(on: candidates, in: zone), by: \.candidate.id)
    let good = Set(candidates.lazy.filter(\.isGood).map(\.subject))
    var decisions: [PruneDecision] = []
    for backup in backups {
      var reasons = Self.reasons(decided[backup.id.run] ?? [])
      if backup.state == .sealed, backup.foundDamagedAt != nil,
        let only = Self.subjects(of: backup, latest).first(where: { !good.contains($0) })
      {
        // One path of it may be whole, or a part.
        reasons.append("damaged, but nothing else is there of \(Self.words(for: only))")
      }
      // One that is not complete is never copied.
      if backup.state == .sealed, try isCopyDue(backup) { reasons.append("not copied off-site yet") }
      if reasons.isEmpty {
        decisions.append(PruneDecision(backup, .goes, because: [whyItGoes(backup, keep)]))
      } else {
        decisions.append(PruneDecision(backup, .stays, because: reasons))
      }
    }
    return decisions
  }

  private func whyItGoes(_ backup: BackupRecord, _ keep: KeepRules) -> String {
    if let damagedAt = backup.foundDamagedAt { return "damaged, as was found on \(zone.date(of: damagedAt))" }
    if backup.state != .sealed { return "incomplete: it was never sealed" }
    return Self.isOfSuccess(backup) ? "beyond \(keep)" : "not counted: its task did not succeed"
  }

  /// Unless the run log knows better.
  private static func isOfSuccess(_ backup: BackupRecord) -> Bool {
    backup.result.map { $0.outcome == .succeeded } ?? true
  }

  /// The latest run whose backup holds something of a path.
  private static func latestWithContent(_ backups: [BackupRecord]) -> [String: Int] {
    var latest: [String: Int] = [:]
    for backup in backups {
      for archive in backup.archives where archive.file != nil {
        latest[archive.path] = max(latest[archive.path] ?? 0, backup.id.run)
      }
    }
    return latest
  }

  /// Each path in it, and what steps wrote, where that is all or more. That there is nothing at a path any more is no
  /// newer backup of what was there, and is judged by itself.
  private static func subjects(of backup: BackupRecord, _ latest: [String: Int]) -> [String] {
    let ofArchives = backup.archives.reduce(0) { $0 + ($1.file == nil ? 1 : 2) }
    let paths = backup.archives.map { archive in
      let isGone = archive.file == nil && backup.id.run > latest[archive.path] ?? .max
      return isGone ? "\(archive.path), absent" : archive.path
    }
    return paths + (backup.fileCount > ofArchives || ofArchives == 0 ? [""] : [])
  }

  /// Each once. One that holds for a part of the backup alone says for which.
  private static func reasons(_ decisions: [Retention.Decision]) -> [String] {
    var subjects: [String: [String]] = [:]
    var order: [String] = []
    for decision in decisions {
      for reason in decision.reasons.map(\.description) {
        if subjects[reason] == nil { order.append(reason) }
        subjects[reason, default: []].append(decision.candidate.subject)
      }
    }
    return order.map { reason in
      let parts = subjects[reason] ?? []
      if parts.count == decisions.count { return reason }
      return "\(reason) of \(parts.map(words).joined(separator: ", "))"
    }
  }

  private static func words(for subject: String) -> String { subject.isEmpty ? "what its steps wrote" : subject }
}
