import JSON
import RunLog
import Scheduling

/// `maint log`: a table of runs, in the order given.
package struct RunListReport: Sendable {
  private let runs: [RunRecord]
  private let alive: Set<Int>
  private let jumps: [Alert]
  private let restores: [BackupEvent]

  /// `jumps` are the alerts about the clock in these runs; `restores` what somebody restored from backups since the first of
  /// them, the newest first; `alive` holds the numbers of the runs without an outcome whose maint process is still there.
  package init(runs: [RunRecord], alive: Set<Int>, jumps: [Alert] = [], restores: [BackupEvent] = []) {
    self.runs = runs
    self.jumps = jumps
    self.restores = restores
    self.alive = alive
  }

  package func text(appearance: Appearance, zone: Zone, now: Timestamp) -> String {
    if runs.isEmpty { return "No runs yet: maint run daily starts one.\n" }
    let clock = ClockText(zone: zone)
    let rows = runs.map { run -> [StyledText] in
      let outcome = OutcomeText(run, isAlive: alive.contains(run.number))
      let elapsed =
        alive.contains(run.number)
        ? ElapsedTime(since: run.header.startedAt, to: now).words
        : run.finishedAt == nil ? "" : "not known"
      let length = run.duration.map { "\(HumanDuration($0))" } ?? elapsed
      return [
        StyledText("\(run.number)"), StyledText(clock.dateAndTime(run.header.startedAt)),
        StyledText(TargetText(run.header.targets).brief).cut(to: 40, mark: "…"),
        outcome.styledSymbol + " " + outcome.styledWords, StyledText(length),
        StyledText(TaskCount(run).words + Self.override(of: run)),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "RUN", isRight: true), .init(heading: "STARTED"), .init(heading: "TARGETS"),
      .init(heading: "OUTCOME"), .init(heading: "DURATION", isRight: true), .init(heading: "TASKS"),
    ]
    // Where times go backwards, a reader has to know why.
    let notes = jumps.map { StyledText("! \($0.text)", .caution) }
    return appearance.render(
      Table(columns: columns, rows: rows).lines + (notes.isEmpty ? [] : [""] + notes) + restoreLines(clock))
  }

  private func restoreLines(_ clock: ClockText) -> [StyledText] {
    if restores.isEmpty { return [] }
    return ["", StyledText("Restored from backups", .faint)]
      + restores.map { event in
        let line = RestoreLine(event: event)
        return "  " + line.styled + StyledText(" \(clock.dateAndTime(event.startedAt)): \(line.words)")
      }
  }

  private static func override(of run: RunRecord) -> String {
    guard let override = run.header.override else { return "" }
    return HarmlessText.words(", windows overridden by \(override.by): \(override.reason)")
  }

  /// `{"runs": […], "clock_jumps": […], "restores": […]}`: each run with the fields that `JSONWriter.runFields` documents,
  /// each jump with those of an alert, each restore as `JSONWriter.restores` documents.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.list("runs", of: runs) { run, json in json.runFields(run, isAlive: alive.contains(run.number)) }
      json.field("clock_jumps") { json in json.array { json in for jump in jumps { json.value(jump) } } }
      json.restores(restores)
    }
    json.lineBreak()
    return json.text
  }
}
