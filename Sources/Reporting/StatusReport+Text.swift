import Catalog
import Execution
import Planning
import RunLog
import Scheduling

extension StatusReport {
  /// The first line is the answer.
  package func text(appearance: Appearance, zone: Zone) -> String {
    let runs = runningLines(ClockText(zone: zone))
    return appearance.render([answerLine] + sections(zone: zone, runs: runs))
  }

  /// All below the answer, with what there is to say of the runs that are under way.
  func sections(zone: Zone, runs: [StyledText] = []) -> [StyledText] {
    let clock = ClockText(zone: zone)
    let trouble =
      humanLines(clock) + projectLines + incidentLines + unhappyLines(zone) + overdueLines(zone)
      + scheduleLines(zone) + takenBackLines + removedLines
    let waiting = approvalLines(zone) + alertLines + undeliveredLines + exceptionLines(zone)
    let backups = withoutBackupLines + copyLines + restoreLines + drillLines + proofLines + leftoverLines
    return trouble + waiting + deadLines + lostLines + signOffLines + backups + runs + lastRunLines(clock)
  }

  var answerLine: StyledText {
    switch verdict {
    case .fine where status.warnings.isEmpty && unheard.isEmpty && schedules.unread.isEmpty:
      StyledText("✓ ", .good) + StyledText(answer)
    case .fine: StyledText("! ", .caution) + StyledText(answer)
    case .attention, .noRunLog: StyledText("! \(answer)", .caution)
    case .humanNeeded: StyledText("✗ \(answer)", .alarm)
    case .noRuns: StyledText(answer)
    }
  }

  private func humanLines(_ clock: ClockText) -> [StyledText] {
    Self.section(
      "Needs a human",
      needsHuman.flatMap { human in
        var lines = [StyledText("  ✗ \(human.task), run \(human.run): \(human.what)", .alarm)]
        lines += human.survivors.map {
          StyledText("      \(SurvivorText(survivor: $0).fact(clock: clock))", .alarm)
        }
        if let backup = backups[human.place] { lines.append(StyledText("      \(backup.words)")) }
        return lines + [StyledText("      \(human.toDo)")] + acknowledgementLines(of: human.task.description)
      })
  }

  /// Of a trigger or a view in the run log that somebody has put there; nil: there is none.
  var strangeWords: String? {
    status.strange.map { strange in
      let of = strange.kind == .trigger ? " on its table \(strange.table)" : ""
      return "the run log has a \(strange.kind.rawValue) that maint has not made, '\(strange.name)'\(of)"
    }
  }

  var strangeToDo: String { "\(command("audit verify")) says what is to be relied on; a run says how to remove it" }

  private var projectLines: [StyledText] {
    if let strangeWords {
      return Self.section(
        "Nothing can be run",
        [StyledText("  ✗ \(HarmlessText.words(strangeWords))", .alarm), StyledText("      \(strangeToDo)", .faint)])
    }
    guard let problem = unsoundProject else { return [] }
    let what = StyledText("  ! \(HarmlessText.words(problem.words))", .caution)
    return Self.section("Nothing can be run", [what, StyledText("      \(unsoundToDo)", .faint)])
  }

  /// What to do about a project of which nothing can be run.
  var unsoundToDo: String { "\(command("check")) says what to mend; until then nobody knows what is due" }

  private func unhappyLines(_ zone: Zone) -> [StyledText] {
    Self.section(
      "Did not succeed",
      unhappy.flatMap { task in
        let outcome = OutcomeText(task.result)
        let age = task.finishedAt.map { ", \(ago($0))" } ?? ""
        let reason = task.result.reason.map { ": \(HarmlessText.words($0))" } ?? ""
        return [
          "  " + outcome.styledSymbol + StyledText(" \(task.name), run \(task.run)\(age): ") + outcome.styledWords
            + StyledText(reason),
          StyledText("      \(toDo(task))", .faint),
        ] + retryLines(of: task, zone) + acknowledgementLines(of: task.name.description)
      })
  }

  /// That it is given up stands among the alerts.
  private func retryLines(of task: HostStatus.UnhappyTask, _ zone: Zone) -> [StyledText] {
    switch nextTries[task.name] {
    case nil, .givenUp, .whenDue(nil): []
    case .from(let time):
      [StyledText("      \(command("run --due")) tries it again from \(zone.minute(time, on: status.at)) on", .faint)]
    case .onceApproved(let time, let request):
      [StyledText("      \(onceApproved(from: zone.minute(time, on: status.at), request))", .faint)]
    case .whenDue(let time?):
      [StyledText("      nothing tries it again before \(zone.minute(time, on: status.at)), when it is due", .faint)]
    }
  }

  private func onceApproved(from time: String, _ request: Int?) -> String {
    let run = command("run --due")
    guard let request else {
      return "\(run) asks for the new approval that it needs to be tried again, from \(time) on"
    }
    return "\(run) tries it again from \(time) on, once request \(request) for its approval is approved"
  }

  /// An exception that was forgotten lets changes start at noon.
  private func exceptionLines(_ zone: Zone) -> [StyledText] {
    Self.section(
      "Windows and freezes are lifted",
      exceptions.map { record in
        let end = record.end.map { " until \(zone.minute($0, on: status.at))" } ?? ""
        let words = "exception \(record.number)\(end), by \(record.override.by): \(record.override.reason)"
        return StyledText("  \(HarmlessText.words(words))", .caution)
      } + (exceptions.isEmpty ? [] : [StyledText("      \(command("window close")) ends that", .faint)]))
  }

  /// A task that waits for somebody's word is held up, and nothing is wrong with the host.
  private func approvalLines(_ zone: Zone) -> [StyledText] {
    Self.section(
      "Approvals",
      approvals.flatMap { record in
        let (of, since) = (record.approvers, zone.minute(record.requestedAt, on: status.at))
        if record.state(at: status.at) == .expired { return expiryLines(record, zone) }
        if let ending = record.ending {
          return rejectionLines(record, ending, zone)
        }
        if record.isAltered {
          let again = again(record, " --request-approval")
          let what = "request \(record.number) is not as the audit chain tells: somebody else than maint has changed it"
          return [
            StyledText("  \(record.task) needs approval of \(of): \(what)", .alarm),
            StyledText(
              "      \(command("audit verify")) says what else; then \(HarmlessText.words(again)) asks anew", .faint),
          ]
        }
        if !record.changes.isEmpty {
          let changes = record.changes.joined(separator: "; ")
          let what =
            "request \(record.number) counts no more: \(changes)\(record.past != nil ? "" : "; a run asks anew")"
          let head = StyledText("  \(record.task) needs approval of \(of): \(HarmlessText.words(what))", .caution)
          return record.past != nil ? [head] : [head, StyledText("      \(HarmlessText.words(again(record)))", .faint)]
        }
        guard record.isComplete else {
          let more =
            record.words.isEmpty && !record.areTooFew ? nil : record.missing.map { "; it waits for more: \($0)" }
          return [
            StyledText(
              "  \(record.task) needs approval of \(of): request \(record.number) waits since \(since)"
                + (more ?? "") + record.lapsedWords, .caution),
            StyledText("      \(record.answer ?? command("approve \(record.number)"))", .faint),
          ]
        }
        let end = zone.minute(record.expiresAt, on: status.at)
        return [
          StyledText(
            "  \(record.task): request \(record.number) is approved, until \(end)"
              + (record.shut.map { "; not now: \(HarmlessText.words($0))" } ?? ""))
        ]
      })
  }

  /// Of one that was asked for by hand, nobody would hear.
  private func expiryLines(_ record: ApprovalRecord, _ zone: Zone) -> [StyledText] {
    let given = record.demands.indices.map { "\(record.given($0)) of \(record.demands[$0].needed)" }.joined(
      separator: ", and ")
    let end = zone.minute(record.expiresAt, on: status.at)
    let again = again(record)
    return [
      StyledText("  \(record.task): request \(record.number) has expired \(end) with \(given) given", .caution),
      StyledText("      to ask anew: \(HarmlessText.words(again))", .faint),
    ]
  }

  /// It waits without a word, by the clock too, and for ever where nobody does something.
  private func rejectionLines(
    _ record: ApprovalRecord, _ ending: ApprovalRecord.Ending, _ zone: Zone
  ) -> [StyledText] {
    let when = zone.minute(ending.at, on: status.at)
    let why = "request \(record.number) was rejected by \(ending.by.name) \(when): \(ending.reason)"
    let again = again(record, " --request-approval")
    return [
      StyledText("  \(record.task) waits: \(HarmlessText.words(why))", .caution),
      StyledText("      until it is changed; to ask again as it is: \(HarmlessText.words(again))", .faint),
    ]
  }

  func again(_ record: ApprovalRecord, _ option: String = "") -> String {
    let values = record.arguments.map { " --with \($0.name)=\(ShellText.quoted($0.value))" }.joined()
    return (requestCommands[record.number] ?? command)("run \(record.task)\(values)\(option)")
  }

  private var takenBackLines: [StyledText] {
    Self.section(
      "Taken back on request",
      takenBack.map { task in
        let age = task.finishedAt.map { ", \(ago($0))" } ?? ""
        let other = task.rollsBack.map { ": what run \($0) had changed" } ?? ""
        return "  " + OutcomeText(task.result).styledSymbol
          + StyledText(" \(task.name), by run \(task.run)\(age)\(other)")
      })
  }

  /// Nothing is to be done about them.
  private var removedLines: [StyledText] {
    Self.section(
      "Did not succeed, and no task of the project any more",
      removed.map { task in
        let age = task.finishedAt.map { ", \(ago($0))" } ?? ""
        return StyledText("  · \(task.name), run \(task.run)\(age): \(command("show \(task.run)"))", .faint)
      })
  }

  func toDo(_ task: HostStatus.UnhappyTask) -> String {
    let command = command(ofRun: task.run)
    let (show, run) = (command("show \(task.run)"), command("run \(task.name)"))
    if task.isResolved { return "run \(task.run) is resolved; \(run)" }
    if task.isAfterIncident {
      let resolve = ResolveText.command(task.run, command)
      return "\(show) says why; then \(run), or, as its incident was resolved before that: \(resolve)"
    }
    switch task.result.outcome {
    case .rolledBack where task.isExpired:
      return "\(show) says more; \(run) when somebody is there to confirm it"
    case .failed, .rolledBack: return "\(show) says why; then \(run)"
    case .blocked where !isBlocked(task): return "what it needs did not succeed, and has since; \(run)"
    case .blocked: return "mend what it needs, then \(run)"
    case .succeeded, .skipped, .rollbackFailed, .refused, .notNow, .deferred, .notStarted, .interrupted:
      return "\(show) says more; then \(run)"
    }
  }

  /// Whether what kept it from beginning is still not well. By the words of the run, which name it.
  private func isBlocked(_ task: HostStatus.UnhappyTask) -> Bool {
    guard let reason = task.result.reason, reason.hasPrefix("it needs ") else { return true }
    return status.unhappyTasks.contains { reason.hasPrefix("it needs \($0.name), which ") }
  }

  private var deadLines: [StyledText] {
    Self.section(
      "Ended without an outcome",
      untoldDeadRuns.map { run in
        let recover = RecoverText.command(run.number, command(ofRun: run.number))
        return StyledText(
          "  ✗ run \(run.number) (\(TargetText(run.header.targets).brief)): its maint, pid \(run.header.process.pid), "
            + "is gone; \(recover) takes back what it left half-done", .bad)
      })
  }

  private func runningLines(_ clock: ClockText) -> [StyledText] {
    Self.section(
      "Runs now",
      liveRuns.flatMap { run in
        let since = "\(ElapsedTime(since: run.header.startedAt, to: status.at).phrase), pid \(run.header.process.pid)"
        let head =
          StyledText("  ▸ run \(run.number) (\(TargetText(run.header.targets).brief)) ") + StyledText(since, .faint)
        return [head] + run.tasks.flatMap { runningTask($0, of: run.number, clock) }
      })
  }

  func runningTask(_ task: TaskRecord, of run: Int, _ clock: ClockText) -> [StyledText] {
    guard let confirmation = task.confirmation, task.isWaiting else {
      return [runningTask(task)] + pointOfNoReturn(task, clock)
    }
    let words = ConfirmationText.waiting(until: confirmation.deadline, clock: clock)
    let confirm = command(ofRun: run)("confirm \(run)/\(task.name)")
    return [StyledText("      \(task.name) \(words):", .caution), StyledText("          \(confirm)", .caution)]
  }

  private func runningTask(_ task: TaskRecord) -> StyledText {
    let name = StyledText("      \(task.name)")
    if let step = task.steps.last {
      let words = ": \(HarmlessText.words(StepPlace.name(step.name, of: step.key))) (\(StepPlace(step.key)))"
      return name + StyledText(words)
        + StyledText(" \(ElapsedTime(since: step.startedAt, to: status.at).phrase)", .faint)
    }
    guard task.startedAt == nil, let wait = task.lockWait else { return name }
    let words = " waits for the lock \(wait.lock), held by \(wait.holder)"
    return name + StyledText(HarmlessText.words(words), .caution)
  }

  /// Of meaning while it goes forward.
  private func pointOfNoReturn(_ task: TaskRecord, _ clock: ClockText) -> [StyledText] {
    guard let point = task.pointOfNoReturn, task.steps.last?.key.stage.goesForward ?? true else { return [] }
    let time = clock.dateAndTime(point)
    guard point <= status.at else {
      guard point - status.at <= ChangeLimits.near else { return [] }
      return [StyledText("          point of no return \(time), in \(HumanDuration(point - status.at))")]
    }
    let words = "          past its point of no return, \(time): a rollback begun now ends too late"
    return [StyledText(words, .caution)]
  }

  /// How long ago that was. A clock that was set back since is not taken for an age.
  func ago(_ moment: Timestamp) -> String {
    moment > status.at ? "later than now: is the clock right?" : "\(HumanDuration(status.at - moment)) ago"
  }

  static func section(_ heading: String, _ lines: [StyledText]) -> [StyledText] {
    lines.isEmpty ? [] : ["", StyledText(heading, .faint)] + lines
  }
}
