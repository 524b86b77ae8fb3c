import Execution
import RunLog
import Scheduling

extension StatusReport {
  /// The first line is the answer.
  package func text(appearance: Appearance, zone: Zone) -> String {
    let clock = ClockText(zone: zone)
    return appearance.render(
      [answerLine] + humanLines + unhappyLines + deadLines + runningLines + lastRunLines(clock))
  }

  private var answerLine: StyledText {
    switch verdict {
    case .fine: StyledText("✓ ", .good) + StyledText(answer)
    case .attention: StyledText("! \(answer)", .caution)
    case .humanNeeded: StyledText("✗ \(answer)", .alarm)
    case .noRuns: StyledText(answer)
    }
  }

  private var humanLines: [StyledText] {
    Self.section(
      "Needs a human",
      needsHuman.flatMap { human in
        [
          StyledText("  ✗ \(human.task), run \(human.run): \(human.what)", .alarm),
          StyledText("      \(human.toDo)"),
        ]
      })
  }

  private var unhappyLines: [StyledText] {
    Self.section(
      "Did not succeed",
      unhappy.flatMap { task in
        let outcome = OutcomeText(task.result)
        let age = task.finishedAt.map { ", \(HumanDuration(status.at - $0)) ago" } ?? ""
        let reason = task.result.reason.map { ": \(HarmlessText.words($0))" } ?? ""
        return [
          "  " + outcome.styledSymbol + StyledText(" \(task.name), run \(task.run)\(age): ") + outcome.styledWords
            + StyledText(reason),
          StyledText("      \(Self.toDo(task))", .faint),
        ]
      })
  }

  private static func toDo(_ task: HostStatus.UnhappyTask) -> String {
    switch task.result.outcome {
    case .failed, .rolledBack: "maint output \(task.run) \(task.name) says why; then maint run \(task.name)"
    case .blocked: "mend what it needs, then maint run \(task.name)"
    case .refused: "resolve the run named above, then maint run \(task.name)"
    case .succeeded, .rollbackFailed, .notNow, .notStarted, .interrupted:
      "maint show \(task.run) says more; then maint run \(task.name)"
    }
  }

  private var deadLines: [StyledText] {
    Self.section(
      "Ended without an outcome",
      deadRuns.map { run in
        StyledText(
          "  ✗ run \(run.number) (\(TargetText(run.header.targets))): its maint, pid \(run.header.process.pid), ", .bad)
          + StyledText("is gone; the next maint run says what that means", .bad)
      })
  }

  private var runningLines: [StyledText] {
    Self.section(
      "Runs now",
      liveRuns.flatMap { run in
        let since = "for \(HumanDuration(status.at - run.header.startedAt)), pid \(run.header.process.pid)"
        let head = StyledText("  ▸ run \(run.number) (\(TargetText(run.header.targets))) ") + StyledText(since, .faint)
        return [head] + run.tasks.map(runningTask)
      })
  }

  private func runningTask(_ task: TaskRecord) -> StyledText {
    let name = StyledText("      \(task.name)")
    if let step = task.steps.last {
      let words = ": \(HarmlessText.words(step.name)) (\(StepPlace(step.key)))"
      return name + StyledText(words) + StyledText(" for \(HumanDuration(status.at - step.startedAt))", .faint)
    }
    guard let wait = task.lockWait else { return name }
    let words = " waits for the lock \(wait.lock), held by \(wait.holder)"
    return name + StyledText(HarmlessText.words(words), .caution)
  }

  private func lastRunLines(_ clock: ClockText) -> [StyledText] {
    if status.lastRuns.isEmpty { return [] }
    let rows = status.lastRuns.sorted { $0.key < $1.key }.map { tier, run -> [StyledText] in
      let outcome = OutcomeText(run, isAlive: alive.contains(run.number))
      let age = status.at - (run.finishedAt ?? run.header.startedAt)
      return [
        StyledText("  \(tier.rawValue)"), outcome.styledSymbol + " " + outcome.styledWords,
        StyledText("\(HumanDuration(age)) ago"), StyledText(clock.dateAndTime(run.header.startedAt)),
        StyledText("run \(run.number)"), StyledText(TaskCount(run).words),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "Last runs"), .init(heading: ""), .init(heading: "", isRight: true), .init(heading: ""),
      .init(heading: "", isRight: true), .init(heading: ""),
    ]
    return [""] + Table(columns: columns, rows: rows).lines
  }

  private static func section(_ heading: String, _ lines: [StyledText]) -> [StyledText] {
    lines.isEmpty ? [] : ["", StyledText(heading, .faint)] + lines
  }
}
