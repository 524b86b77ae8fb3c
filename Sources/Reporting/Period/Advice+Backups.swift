import Catalog
import RunLog
import Scheduling

/// By the rules about backups.
extension Advice {
  var backupsNotWhole: [Recommendation] {
    facts.backups.notWhole.map { line in
      let found = line.lostAt.map { ", found on \(frame.day($0))" } ?? ""
      // Nobody is to make a change of an emergency again for its backup.
      let isMade = line.maker == .clock
      let what =
        (line.whole == 0
          ? "nothing could be restored: \(isMade ? "make another, then " : "")check the disk"
          : "restore from the others alone, and check the disk")
        + "; '\(frame.command("backup prune"))' strikes off what is gone once it was missed by a verification"
      return Recommendation(
        .backupNotWhole, "\(line.task)",
        "\(line.lost) of the \(Count(line.kept, "backup")) that it is to have \(line.lost == 1 ? "is" : "are") missing or "
          + "damaged\(found): \(what)",
        command: line.whole == 0 && isMade ? "run \(line.task)" : "backup verify",
        since: line.isLossSettled ? "verified whole, or struck off" : nil)
    }
  }

  var noBackupsLeft: [Recommendation] {
    facts.backups.gone.map { gone in
      Recommendation(
        .noBackupLeft, "\(gone.task)",
        "those that were made are pruned, or were gone and are struck off: nothing could be restored: make another",
        command: "run \(gone.task)", since: gone.isMadeSince ? "it made another" : nil)
    }
  }

  var backupsTooOld: [Recommendation] {
    guard let rpo = facts.backups.targets.rpo else { return [] }
    return facts.backups.tooOld(frame).compactMap { line in
      guard let age = line.age(at: frame.asOf), !line.isTooRare(for: rpo, at: frame.asOf) else { return nil }
      let what = "its newest backup was \(HumanDuration(age)) old, and the rpo is \(DurationText.format(rpo))"
      // As long as it is in doubt it would be refused.
      if let doubt = facts.upkeep.doubts.first(where: { $0.task == line.task && $0.refusesRuns }) {
        return Recommendation(
          .backupTooOld, "\(line.task)", "\(what): first put right what run \(doubt.run) left, then run it",
          command: "recover \(doubt.run)")
      }
      // To run it more often helps no more than it did.
      if let skip = line.skip {
        return Recommendation(
          .backupTooOld, "\(line.task)",
          "\(what): it was skipped since, the last time in run \(skip.run): \(WorkSection.words(skip))",
          command: "show \(skip.run)")
      }
      return Recommendation(.backupTooOld, "\(line.task)", "\(what): run it more often", command: "run \(line.task)")
    }
  }

  var backupsTooRare: [Recommendation] {
    guard let rpo = facts.backups.targets.rpo else { return [] }
    let old = Set(facts.backups.tooOld(frame).map(\.task))
    let lines = facts.backups.lines.filter { $0.maker == .clock }.filter { line in
      old.contains(line.task) ? line.isTooRare(for: rpo, at: frame.asOf) : line.comesTooSeldom(for: rpo)
    }
    return grouped(
      .backupTooRare, lines.map { "\($0.task)" },
      "comes less often than the rpo of \(DurationText.format(rpo)): back up in a tier that comes more often, or set the rpo "
        + "to what may be lost"
    ) { _ in "due" }
  }

  var drillsNotWell: [Recommendation] {
    facts.backups.alarming.compactMap { line in
      guard let drill = line.drill else { return nil }
      let what =
        drill.error
        ?? [
          drill.missesRTO
            ? "restored in \(HumanDuration(drill.duration))\(Self.target("rto", drill.targets.rto))" : nil,
          drill.missesRPO
            ? "data \(HumanDuration(drill.dataAge ?? .zero)) old\(Self.target("rpo", drill.targets.rpo))" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
      return Recommendation(
        .drillNotWell, "\(line.task)",
        "drill of \(frame.day(drill.startedAt)): \(what): \(DrillWords.remedy(of: [drill])), then drill the newest",
        command: "backup drill")
    }
  }

  private static func target(_ name: String, _ target: Duration?) -> String {
    target.map { " (\(name) \(DurationText.format($0)))" } ?? ""
  }

  var neverRestored: [Recommendation] {
    grouped(.backupNeverRestored, facts.backups.neverDrilled.map { "\($0.task)" }, "never restored in a drill") { _ in
      "backup drill"
    }
  }
}
