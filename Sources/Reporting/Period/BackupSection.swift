import Catalog
import RunLog
import Scheduling

/// Backups and restore drills, against the times that a restore may take (RTO) and that may be lost (RPO).
package struct BackupSection: PeriodSection {
  package struct Tally: Sendable {
    package var kind: BackupEvent.Kind
    package var succeeded: Int
    package var failed: Int

    package init(kind: BackupEvent.Kind, succeeded: Int, failed: Int) {
      (self.kind, self.succeeded, self.failed) = (kind, succeeded, failed)
    }
  }

  /// A task of the project that makes backups, had some, and had none any more.
  package struct Gone: Sendable {
    package var task: TaskName
    /// Since the end of the period it has made another.
    package var isMadeSince: Bool

    package init(task: TaskName, isMadeSince: Bool) { (self.task, self.isMadeSince) = (task, isMadeSince) }
  }

  /// By name.
  package var lines: [BackupLine]
  package var gone: [Gone] = []
  /// As defaults of the schedules have them now.
  package var targets: RecoveryTargets
  /// What was done with backups in the period.
  package var tallies: [Tally]
  /// What of it failed, the newest first.
  package var failures: [BackupEvent]

  package init(
    lines: [BackupLine], targets: RecoveryTargets = RecoveryTargets(), tallies: [Tally] = [],
    failures: [BackupEvent] = []
  ) {
    (self.lines, self.targets, self.tallies, self.failures) = (lines, targets, tallies, failures)
  }

  static let name = "backups"
  static let title = "Backups and restore drills"

  /// Tasks whose newest backup was older than the RPO, or gone, though another was to be made.
  func tooOld(_ frame: PeriodFrame) -> [BackupLine] { lines.filter { isTooOld($0, frame) } }

  private func isTooOld(_ line: BackupLine, _ frame: PeriodFrame) -> Bool {
    guard let rpo = targets.rpo, line.maker == .clock else { return false }
    return line.age(at: frame.asOf).map { $0 > rpo } ?? true
  }

  /// Those of which there will be no other.
  private var left: [BackupLine] { lines.filter { $0.maker.words != nil } }

  /// Of what is not whole there is nothing to drill.
  var neverDrilled: [BackupLine] { lines.filter { $0.drill == nil && $0.whole > 0 } }
  var notWhole: [BackupLine] { lines.filter { $0.lost > 0 } }
  var alarming: [BackupLine] { lines.filter { $0.drill?.isAlarming == true } }

  func summary(_ frame: PeriodFrame) -> Phrase? {
    let parts = [keptWords(frame), goneWords.map { Phrase($0, .bad) + "." }].compactMap { $0 }
    return parts.first.map { first in parts.dropFirst().reduce(first) { $0 + " " + $1 } }
  }

  /// Without its full stop; nil: each task that had backups has one.
  private var goneWords: String? { BackupGap.words(none: gone.map(\.task)) }

  private func keptWords(_ frame: PeriodFrame) -> Phrase? {
    if lines.isEmpty { return nil }
    let (old, never, alarming) = (tooOld(frame).count, neverDrilled.count, alarming.count)
    let lost = notWhole.reduce(0) { $0 + $1.lost }
    let parts: [Phrase?] = [
      lost > 0
        ? Phrase("\(lost) of \(lines.reduce(0) { $0 + $1.kept }) \(lost == 1 ? "is" : "are") missing or damaged", .bad)
        : nil,
      old > 0 ? Phrase("the newest of \(old) was older than the RPO", .bad) : nil,
      never > 0 ? Phrase("those of \(never) were never restored in a drill", .caution) : nil,
      alarming > 0 ? Phrase("the last drill of \(alarming) was not well", .bad) : nil,
    ]
    let words = parts.compactMap { $0 }
    return "\(Count(lines.count, "task")) \(lines.count == 1 ? "has" : "have") backups"
      + (words.isEmpty ? "." : ": " + words.listed() + ".")
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    let none = goneWords.map { [DocumentBlock.paragraph(Phrase("\($0).", .bad))] } ?? []
    if lines.isEmpty {
      return none.isEmpty ? [.paragraph("No task \(frame.isComplete ? "had" : "has") a backup.")] : none + done(frame)
    }
    let columns: [DocumentTable.Column] = [
      .init("task"), .init("kept", isRight: true), .init("newest, age", isRight: true), .init("last drill"),
      .init("restored in", isRight: true), .init("data lost", isRight: true),
    ]
    let note = lines.contains { $0.note != nil } ? [DocumentTable.Column("note")] : []
    var blocks: [DocumentBlock] = [
      .paragraph(goals),
      .table(
        DocumentTable(
          columns + note, lines.map { line in row(line, frame) + note.map { _ in Phrase(line.note ?? "") } })),
    ]
    if !notWhole.isEmpty {
      let isThere = frame.isComplete ? "not found missing or damaged by " : "there, and not found damaged by "
      blocks.append(.paragraph("Whole: \(isThere)" + frame.code("backup verify") + "; the newest is of these."))
    } else if frame.isComplete {
      blocks.append(
        .paragraph(
          Phrase("As the run log has them: one that went without maint counts once it was missed by ", .faint)
            + frame.code("backup verify") + Phrase(".", .faint)))
    }
    return blocks + leftBlocks(frame) + none + done(frame)
  }

  /// No rule of the project prunes them, so they would be told for ever.
  private func leftBlocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    guard let first = left.first else { return [] }
    let id = first.newest.map { "\($0.run)/\(first.task)" } ?? "ID"
    return [
      .paragraph(
        "Of what makes none any more the backups stay as they are, and are not held against the RPO. Where nobody needs "
          + "them any more: remove their folders, which " + frame.code("backup show \(id)") + " names; "
          + frame.code("backup verify") + " then misses them, and " + frame.code("backup prune") + " strikes them off.")
    ]
  }

  /// What was done with backups in the period.
  private func done(_ frame: PeriodFrame) -> [DocumentBlock] {
    var blocks: [DocumentBlock] = []
    let done = tallies.map { tally in
      "\(tally.kind.done) \(tally.succeeded)" + (tally.failed > 0 ? " (\(tally.failed) failed)" : "")
    }
    if !done.isEmpty { blocks.append(.paragraph("In the period: \(done.joined(separator: ", ")).")) }
    if !failures.isEmpty {
      blocks.append(.heading("What failed"))
      blocks.append(
        .list(
          Self.cut(failures, more: frame.code("backup list")) { event in
            Phrase(
              "\(frame.minute(event.startedAt)) \(event.kind.rawValue) of \(event.run)/\(event.task): \(event.error ?? "")"
            )
          }))
    }
    return blocks
  }

  private var goals: Phrase {
    let rto = targets.rto.map { "RTO \(DurationText.format($0))" } ?? "no RTO"
    let rpo = targets.rpo.map { "RPO \(DurationText.format($0))" } ?? "no RPO"
    return "Aimed at: \(rto), \(rpo)" + (targets == RecoveryTargets() ? " (rto and rpo of defaults)." : ".")
  }

  private func row(_ line: BackupLine, _ frame: PeriodFrame) -> [Phrase] {
    func time(_ time: Duration?, _ isMissed: Bool) -> Phrase {
      time.map { Phrase("\(HumanDuration($0))", isMissed ? .bad : .plain) } ?? ""
    }
    let age = line.age(at: frame.asOf)
    let isOld = isTooOld(line, frame)
    let drill = line.drill
    let failed = drill?.error != nil
    return [
      Phrase(line.task.description),
      line.lost > 0 ? Phrase("\(line.whole) whole of \(line.kept)", .bad) : "\(line.kept)",
      age == nil ? Phrase("none", line.lost > 0 ? .bad : .caution) : time(age, isOld),
      drill.map { Phrase(frame.day($0.startedAt)) } ?? Phrase("never", .caution),
      failed ? Phrase("failed", .bad) : time(drill?.duration, drill?.missesRTO ?? false),
      time(failed ? nil : drill?.dataAge, drill?.missesRPO ?? false),
    ]
  }

  /// `rto_seconds`, `rpo_seconds`, as defaults of the schedules have them, or null; `tasks`, each `task`, `kept`, how many backups
  /// there were at the end of the period, `made`, by what another is made, by the schedules as they are now (`clock`, also where these are not known; `people`, where
  /// somebody asks for it; `removed`, it is no task of the project any more; `silent`, it makes none any more), `skipped_since`, null or the
  /// run in which it was skipped last, where it has made none since, `whole`, how many of them nothing had found missing or damaged by then, `newest_run`,
  /// `newest_at`, of the newest of these, `age_seconds` then; `drill`, null or the
  /// last one by then: `at`, `restore_seconds`, `rto_missed`, `data_age_seconds`, `rpo_missed`, `error`; `events`, each `kind`
  /// (`verify`, `restore`, `prune`, `copy`, `drill`), `succeeded`, `failed`; `no_backup_left`, each `task` of the project that had
  /// some, and none any more; `failures`, each `at`, `kind`, `run`, `task`, `error`.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      ("rto_seconds", .duration(targets.rto)), ("rpo_seconds", .duration(targets.rpo)),
      ("tasks", .records(lines.map { Self.record($0, frame) })),
      (
        "events",
        .records(
          tallies.map {
            ReportRecord([
              ("kind", .text($0.kind.rawValue)), ("succeeded", .integer($0.succeeded)), ("failed", .integer($0.failed)),
            ])
          })
      ),
      ("no_backup_left", .records(gone.map { ReportRecord([("task", .text($0.task.description))]) })),
      (
        "failures",
        .records(
          failures.map { event in
            ReportRecord([
              ("at", .time(event.startedAt)), ("kind", .text(event.kind.rawValue)), ("run", .integer(event.run)),
              ("task", .text(event.task.description)), ("error", .text(event.error)),
            ])
          })
      ),
    ])
  }

  private static func record(_ line: BackupLine, _ frame: PeriodFrame) -> ReportRecord {
    let drill = line.drill.map { drill in
      ReportRecord([
        ("at", .time(drill.startedAt)), ("restore_seconds", .duration(drill.duration)),
        ("rto_missed", .truth(drill.missesRTO)), ("data_age_seconds", .duration(drill.dataAge)),
        ("rpo_missed", .truth(drill.missesRPO)), ("error", .text(drill.error)),
      ])
    }
    return ReportRecord([
      ("task", .text(line.task.description)), ("kept", .integer(line.kept)),
      ("made", .text(line.maker.rawValue)), ("skipped_since", .integer(line.skip?.run)),
      ("whole", .integer(line.whole)),
      ("newest_run", .integer(line.newest?.run)), ("newest_at", .time(line.newest?.at)),
      ("age_seconds", .duration(line.age(at: frame.asOf))), ("drill", .record(drill)),
    ])
  }
}

extension BackupEvent.Kind {
  fileprivate var done: String {
    switch self {
    case .verify: "verified"
    case .restore: "restored"
    case .prune: "pruned"
    case .copy: "copied off-site"
    case .drill: "drilled"
    }
  }
}
