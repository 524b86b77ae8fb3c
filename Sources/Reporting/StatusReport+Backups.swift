import Planning
import RunLog
import Scheduling

/// Copies that are due, and drills.
extension StatusReport {
  private static let shown = 3

  var copyLines: [StyledText] {
    let due = status.dueCopies
    if due.isEmpty { return [] }
    var lines = [StyledText(""), StyledText("Not copied off-site", .faint)]
    for copy in due.prefix(Self.shown) {
      let reason =
        copy.failure.map { failure in
          "\(ago(failure.finishedAt)): \(HarmlessText.words(failure.error ?? ""))"
        } ?? "its copy was not begun, or was interrupted"
      lines.append(StyledText("  ! \(BackupID(run: copy.run, task: copy.task)), \(reason)", .caution))
    }
    let rest = due.count > Self.shown ? "and \(due.count - Self.shown) more; " : ""
    return lines + [
      StyledText("      \(rest)\(command("backup copy")) tries again, as the next run of the task does", .faint)
    ]
  }

  /// What the runs say of these paths is no longer all that happened there.
  var restoreLines: [StyledText] {
    let lines = restores.prefix(Self.shown).map { event in
      "  " + RestoreLine(event: event).styled
        + StyledText(" \(ago(event.startedAt)): \(RestoreLine(event: event).words)")
    }
    let rest = restores.count - Self.shown
    return Self.section(
      "Restored from backups",
      lines + (rest > 0 ? [StyledText("      and \(rest) more: \(command("status --json"))", .faint)] : []))
  }

  /// Nothing is wrong with the host because of them.
  var leftoverLines: [StyledText] {
    if leftovers.isEmpty { return [] }
    return [StyledText(""), StyledText("Left by restores: look through it, then remove it", .faint)]
      + leftovers.map { StyledText("  \(HarmlessText.words($0))") }
  }

  /// What ends it that these are told; nil: damaged ones are among them, or all of them are.
  func toDo(aboutMissing ids: [BackupID]?) -> String {
    let isFound = ids.map { $0.allSatisfy(missingFound.contains) } ?? false
    let strike = "\(command("backup prune")) strikes off what is gone"
    return "check the disk; " + (isFound ? strike : "\(command("backup verify")) looks again, and \(strike) then")
  }

  /// Backups that are not what they were, or not there.
  var lostLines: [StyledText] {
    let missing = missingBackups.map {
      StyledText("  ! \($0), missing: not pruned by maint", .caution)
    }
    let damaged = status.damagedBackups.map { event in
      StyledText(
        "  ! \(BackupID(run: event.run, task: event.task)), damaged, as was found "
          + "\(ago(event.startedAt)): \(HarmlessText.words(event.error ?? ""))", .caution)
    }
    let all = missing + damaged
    if all.isEmpty { return [] }
    let rest = all.count > Self.shown ? "and \(all.count - Self.shown) more; " : ""
    return [StyledText(""), StyledText("Backups that cannot be relied on", .faint)] + all.prefix(Self.shown)
      + [StyledText("      \(rest)\(toDo(aboutMissing: damaged.isEmpty ? missingBackups : nil))", .faint)]
  }

  /// Nothing that could be verified or mended: the next run of the task makes one.
  var withoutBackupLines: [StyledText] {
    guard let words = BackupGap.words(none: tasksWithoutBackup), let first = tasksWithoutBackup.first else { return [] }
    return Self.section(
      "Backups",
      [
        StyledText("  \(HarmlessText.words(words))"),
        StyledText("      \(command("run \(first)")) makes another", .faint),
      ])
  }

  var proofLines: [StyledText] { Self.section("Rollbacks", ProofLines(rollbackProofs, now: status.at, command).lines) }

  var drillLines: [StyledText] {
    let drills = status.drills
    if drills.isEmpty { return [] }
    let alarming = alarmingDrills
    let count = "\(drills.count - alarming.count) of \(Count(drills.count, "task")) well"
    let last = drills.map(\.finishedAt).filter { $0 <= status.at }.max()
    let age = last.map { "\(HumanDuration(status.at - $0)) ago" } ?? "at a time that is yet to come"
    var lines = [StyledText(""), StyledText("Drills", .faint), StyledText("  \(count), the last one \(age)")]
    for drill in alarming {
      let id = StyledText("  ! \(BackupID(run: drill.run, task: drill.task)), ", .caution)
      let error = drill.error.map { StyledText("cannot be restored: \(HarmlessText.words($0))", .caution) }
      lines.append(id + (error ?? DrillWords(drill).measured))
    }
    if alarming.isEmpty { return lines }
    let toDo = "\(DrillWords.remedy(of: alarming)); then \(command("backup drill")) tries the newest"
    return lines + [StyledText("      \(toDo)", .faint)]
  }
}
