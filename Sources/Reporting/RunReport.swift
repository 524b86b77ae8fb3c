import JSON
import Catalog
import Execution
import RunLog
import Scheduling

/// `maint show RUN`: all that the run log knows of a run, as a tree of tasks, stages, steps and attempts.
package struct RunReport: Sendable {
  private let run: RunRecord
  private let isAlive: Bool
  private let survivors: [Survivor]
  private let backups: [TaskOfRun: BackupFolder]
  /// Makes those that are told.
  package var command = CommandText()
  /// What somebody restored from backups of this run, the oldest first.
  package var restores: [BackupEvent] = []
  /// The task that is shown; nil: all.
  package var only: TaskName?

  /// `isAlive`: whether the maint process of a run without an outcome is still there. Of `survivors` and `backups`, those
  /// of the run's tasks are shown.
  package init(
    run: RunRecord, isAlive: Bool, survivors: [Survivor] = [], backups: [TaskOfRun: BackupFolder] = [:]
  ) {
    self.run = run
    self.isAlive = isAlive
    self.survivors = survivors.filter { $0.run == run.number }
    self.backups = backups
  }

  package func text(appearance: Appearance, zone: Zone, now: Timestamp) -> String {
    let clock = ClockText(zone: zone)
    let width = TaskTree.nameWidth(tasks)
    var lines = [headline(now, clock)] + facts(clock)
    for task in tasks {
      lines.append("")
      lines +=
        TaskTree(
          task: task, run: run.number, command: command, nameWidth: width,
          isAlive: run.outcome == nil && isAlive, clock: clock,
          leftovers: leftovers(of: task)
        ).lines
    }
    return appearance.render(lines)
  }

  /// One object with the fields that `JSONWriter.runFields` documents, and `tasks`.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.runFields(run, isAlive: isAlive)
      json.field("tasks") { json in
        json.array { json in for task in tasks { json.value(task, leftovers: leftovers(of: task)) } }
      }
    }
    json.lineBreak()
    return json.text
  }

  private var tasks: [TaskRecord] { run.tasks.filter { only == nil || $0.name == only } }

  private func leftovers(of task: TaskRecord) -> Leftovers {
    Leftovers(
      survivors: survivors.filter { $0.task == task.name },
      backup: backups[TaskOfRun(run: run.number, task: task.name)], restores: restores.filter { $0.task == task.name })
  }

  private func headline(_ now: Timestamp, _ clock: ClockText) -> StyledText {
    let title = "Run \(run.number) (\(TargetText(run.header.targets).brief))"
    guard let outcome = run.outcome else {
      let open = OutcomeText.open(isAlive: isAlive)
      let elapsed = ElapsedTime(since: run.header.startedAt, to: now)
      let words =
        isAlive
        ? " runs \(elapsed.duration.map { "since \(HumanDuration($0))" } ?? elapsed.phrase)."
        : ": its maint is gone and left no outcome; \(RecoverText.command(run.number, command)) takes back what was left half-done."
      return open.styledSymbol + StyledText(" \(title)\(words)", open.style)
    }
    if let resolution = run.resolution {
      let text = OutcomeText(run, isAlive: isAlive)
      let was = outcome == .interrupted ? "was interrupted" : "needed a human"
      let by = "resolved by \(HarmlessText.words(resolution.by)) at \(clock.dateAndTime(resolution.at))"
      return text.styledSymbol + StyledText(" \(title) ") + StyledText(was, text.style) + StyledText(": \(by).")
    }
    return RunEnding(
      run: run.number, targets: run.header.targets, outcome: outcome,
      tasks: run.tasks.map { RunEnding.TaskEnding(name: $0.name, result: $0.result) }, duration: run.duration,
      stopSignal: run.stopSignal, rollsBack: run.header.rollsBack
    ).headline
  }

  private func facts(_ clock: ClockText) -> [StyledText] {
    let header = run.header
    var times = "from \(clock.dateAndTime(header.startedAt))"
    if let end = run.finishedAt { times += " to \(clock.dateAndTime(end))" }
    if let code = run.exitCode { times += ", exit code \(code)" }
    if let found = run.interruptionFoundAt { times += ", found interrupted at \(clock.dateAndTime(found))" }
    let typed = (["maint"] + header.arguments).joined(separator: " ")
    for recovery in run.recoveries { times += ", recovered at \(clock.dateAndTime(recovery.at)) by \(recovery.by)" }
    if let earlier = header.resumes { times += ", after run \(earlier)" }
    let override = header.override.map {
      ["windows and freezes overridden by \($0.by), uid \($0.uid): \($0.reason)"]
    }
    let origin = "\(typed) by \(header.user) on \(header.host), pid \(header.process.pid)"
    let exceptions = run.exceptions.map {
      "windows and freezes lifted meanwhile by exception \($0.number) of \($0.override.by), uid \($0.override.uid): "
        + $0.override.reason
    }
    let lines =
      [times, origin, "project \(header.project), maint \(header.version)"] + (override ?? []) + exceptions
      + people(clock)
    return lines.map {
      StyledText("  \(HarmlessText.words($0))", .faint)
    }
  }

  /// Who signed, who has yet to, and which incidents it belongs to.
  private func people(_ clock: ClockText) -> [String] {
    let signed = run.signOffs.compactMap { signOff in
      signOff.word.map { word in
        let note = word.note.map { ": \($0)" } ?? ""
        return
          "signed as \(signOff.role) by \(word.by.name), uid \(word.by.uid), at \(clock.dateAndTime(word.at))\(note)"
      }
    }
    func sign(_ role: String) -> String { command("signoff \(run.number) --as \(role)") }
    let missing = run.signOffs.filter { $0.word == nil }.map(\.role)
    let unsigned =
      missing.isEmpty || run.outcome == nil
      ? [] : ["not signed: \(missing.joined(separator: ", ")) (\(sign(missing[0])))"]
    return signed + unsigned
      + run.incidents.flatMap { number in
        [
          "belongs to incident \(number): \(command("incident report \(number)"))",
          "  what you find: \(command("incident note \(number) 'TEXT'"))",
          "  once it is over: \(command("incident resolve \(number) --note 'TEXT'"))",
        ]
      }
  }
}
