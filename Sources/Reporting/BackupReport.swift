import JSON
import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// `maint backup show ID`: all that the run log and the folder know of a backup.
package struct BackupReport: Sendable {
  private let backup: BackupRecord
  private let contents: BackupContents
  private let run: RunRecord?
  private let task: TaskRecord?
  private let history: BackupHistory
  /// What it tells the operator to type next.
  package var command = CommandText()

  /// `run`: the one that made it; nil where the run log does not have it.
  package init(backup: BackupRecord, contents: BackupContents, run: RunRecord?, events: [BackupEvent] = []) {
    self.backup = backup
    self.contents = contents
    self.run = run
    task = run?.tasks.first { $0.name == backup.id.task }
    history = BackupHistory(events: events)
  }

  package func text(appearance: Appearance, zone: Zone, now: Timestamp) -> String {
    let clock = ClockText(zone: zone)
    let headline = StyledText("Backup \(backup.id): \(backup.size), ") + backup.stateText
    return appearance.render(
      [headline] + facts(clock) + steps + history.lines(clock)
        + ArchiveTable(archives: backup.archives, now: now).lines + [StyledText("")] + files)
  }

  /// One object with the fields that `JSONWriter.backupFields` documents, and
  /// - `targets`, `user` and `host` of the run; `cleanup_failed`, `warnings`, `failed_step` and `reason` of the task: as
  ///   in `maint show`; null, false or 0 where the run log does not have them
  /// - `steps`: those of the backup stage, each with `name`, `started_at`, `duration_seconds` and `outcome`
  /// - `files`: each with `path`, `bytes` and `sha256`, null where the seal does not list it; a path that is not UTF-8 has
  ///   U+FFFD in place of what is not
  /// - `others`: how many links and special files there are besides
  /// - `events`: what was done with it since, the oldest first, as `JSONWriter.backupEvent` documents
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.backupFields(backup)
      json.field("targets") { json in
        if let run { json.array(run.header.targets.map { TargetText([$0]).description }) } else { json.null() }
      }
      json.field("user", run?.header.user)
      json.field("host", run?.header.host)
      json.detailFields(backup.result)
      json.field("steps") { json in json.array { json in for step in stage { json.backupStep(step) } } }
      json.field("files") { json in json.array { json in for file in contents.files { json.backupFile(file) } } }
      json.field("others", contents.others)
      json.field("events") { json in json.array { json in for event in history.events { json.backupEvent(event) } } }
    }
    json.lineBreak()
    return json.text
  }

  private var stage: [StepRecord] { task?.steps.filter { $0.key.stage == .backup } ?? [] }

  private func facts(_ clock: ClockText) -> [StyledText] {
    var lines = [StyledText("  made \(clock.dateAndTime(backup.madeAt))", .faint)]
    if let run {
      let header = run.header
      let origin = "in run \(run.number) (\(TargetText(header.targets).brief)) by \(header.user) on \(header.host)"
      lines[0] += StyledText(" " + HarmlessText.words(origin), .faint)
    }
    let runbook = backup.runbook.map { "runbook \($0): " } ?? ""
    var outcome =
      StyledText("  " + HarmlessText.words(runbook)) + backup.outcome.styledSymbol + " " + backup.outcome.styledWords
    if let reason = backup.result?.reason { outcome += StyledText(": \(HarmlessText.words(reason))") }
    if run != nil { outcome += StyledText("; read more: \(command("show \(backup.id.run)"))") }
    return lines + [outcome, StyledText("  folder \(HarmlessText.words(backup.path))")]
  }

  private var steps: [StyledText] {
    stage.map { step in
      let outcome = step.outcome.map { OutcomeText($0) } ?? .open(isAlive: backup.state == .inTheMaking)
      let time = step.duration.map { "  \(HumanDuration($0))" } ?? ""
      let words = step.outcome == .succeeded ? StyledText("") : "  " + outcome.styledWords
      return "  " + outcome.styledSymbol + StyledText(" \(HarmlessText.words(step.name))")
        + StyledText(time, .faint) + words
    }
  }

  private var files: [StyledText] {
    let rows = contents.files.map { file in
      [
        StyledText("\(ByteSize(file.bytes))"), StyledText(file.checksum ?? "–"),
        StyledText(HarmlessText.name(file.path)),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "SIZE", isRight: true), .init(heading: "SHA-256"), .init(heading: "FILE"),
    ]
    let others = contents.othersWords.map { [StyledText("and \($0)")] } ?? []
    return (rows.isEmpty ? [StyledText("no files")] : Table(columns: columns, rows: rows).lines) + others
  }
}

extension JSONWriter {
  /// What of a result `backupFields` leaves out.
  fileprivate mutating func detailFields(_ result: TaskResult?) {
    field("cleanup_failed", result?.cleanupFailed ?? false)
    field("warnings", result?.warnings ?? 0)
    field("failed_step") { json in
      if let key = result?.failedStep { json.object { $0.stepFields(key) } } else { json.null() }
    }
    field("reason", result?.reason)
  }

  fileprivate mutating func backupStep(_ step: StepRecord) {
    object { json in
      json.field("name", step.name)
      json.field("started_at", step.startedAt)
      json.field("duration_seconds", step.duration)
      json.field("outcome", step.outcome?.rawValue)
    }
  }

  fileprivate mutating func backupFile(_ file: BackupContents.File) {
    object { json in
      json.field("path", String(decoding: file.path, as: UTF8.self))
      json.field("bytes", file.bytes)
      json.field("sha256", file.checksum)
    }
  }
}
