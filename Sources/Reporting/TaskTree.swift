import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// A task of `maint show`: its line, what it was given, and below it stages, steps and attempts with their times.
struct TaskTree {
  var task: TaskRecord
  var run: Int
  var command: CommandText
  var nameWidth: Int
  var isAlive: Bool
  var clock: ClockText
  var leftovers: Leftovers

  /// As wide as the longest name with its indent, within reason: longer names are cut.
  static func nameWidth(_ tasks: [TaskRecord]) -> Int {
    let widths = tasks.flatMap { task in
      [DisplayWidth.of(task.name.description)]
        + task.steps.map { 4 + DisplayWidth.of(HarmlessText.words($0.name)) }
    }
    return min(60, widths.max() ?? 0)
  }

  var lines: [StyledText] {
    var lines = [firstLine] + facts + parameters + lockWait + pointOfNoReturn
    var stage: Stage?
    for step in task.steps {
      if step.key.stage != stage { lines.append(untimed(2, StyledText(step.key.stage.rawValue, .faint))) }
      stage = step.key.stage
      lines += self.lines(of: step)
    }
    let survivors = leftovers.survivors.map {
      untimed(2, StyledText(SurvivorText(survivor: $0).words(clock: clock), .alarm))
    }
    let backup = leftovers.backup.map { [untimed(2, StyledText($0.words))] } ?? []
    let restores = BackupHistory(events: leftovers.restores).lines(clock).map { untimed(0, $0) }
    return lines + confirmation + backup + restores + survivors + humanLines
  }

  private var firstLine: StyledText {
    let isToldBelow = task.steps.contains { $0.key == task.result?.failedStep }
    let line = TaskLine(
      name: task.name, nameWidth: nameWidth, outcome: outcome, duration: task.duration,
      reason: isToldBelow ? nil : task.result?.reason)
    return timed(task.startedAt ?? task.finishedAt, 0, line.line)
  }

  private var outcome: OutcomeText {
    if let result = task.result { return OutcomeText(result) }
    if task.startedAt != nil { return .open(isAlive: isAlive) }
    guard isAlive else { return OutcomeText(TaskOutcome.notStarted) }
    return OutcomeText("–", task.lockWait == nil ? "waits for its turn" : "waits for a lock", .faint)
  }

  private var facts: [StyledText] {
    let needs = task.needs.map { need in "\(need.task)" + (need.metByRun.map { " (run \($0))" } ?? "") }
    var words = task.runbook == task.name.name ? [] : ["runbook \(task.runbook)"]
    if !needs.isEmpty { words.append("needs \(needs.joined(separator: ", "))") }
    return words.isEmpty ? [] : [untimed(2, StyledText(words.joined(separator: ", "), .faint))]
  }

  /// Those that somebody gave; of the runbook's defaults only how many they are.
  private var parameters: [StyledText] {
    let given = task.parameters.filter { !$0.isDefault }
    let defaults = task.parameters.count - given.count
    let lines = given.map { parameter in
      let value = HarmlessText.words("\(parameter.name) = \(parameter.value)")
      return untimed(
        2, StyledText(value) + StyledText("  (\(HarmlessText.words(ParameterOrigin(parameter.origin).words)))", .faint))
    }
    if defaults == 0 { return lines }
    return lines + [untimed(2, StyledText("\(given.isEmpty ? "" : "and ")\(Count(defaults, "default"))", .faint))]
  }

  private var lockWait: [StyledText] {
    guard let wait = task.lockWait else { return [] }
    let isOver = task.startedAt != nil || task.result != nil || !isAlive
    let words = "\(isOver ? "waited" : "waits") for the lock \(wait.lock), held by \(wait.holder)"
    return [timed(wait.since, 2, StyledText(HarmlessText.words(words), .caution))]
  }

  private var pointOfNoReturn: [StyledText] {
    guard let point = task.pointOfNoReturn else { return [] }
    return [untimed(2, StyledText("point of no return \(clock.dateAndTime(point))", .faint))]
  }

  private var confirmation: [StyledText] {
    guard let confirmation = task.confirmation else { return [] }
    if let past = ConfirmationText.past(confirmation, clock: clock) {
      let style = confirmation.verdict == .confirmed ? Style.good : .caution
      return [timed(confirmation.decidedAt, 2, StyledText(past, style))]
    }
    guard isAlive, task.isWaiting else { return [] }
    let words = ConfirmationText.waiting(until: confirmation.deadline, clock: clock)
    let confirm = command("confirm \(run)/\(task.name)")
    return [untimed(2, StyledText("\(words): \(confirm)", .caution))]
  }

  private var humanLines: [StyledText] {
    if let resolution = task.resolution {
      let words = "resolved by \(resolution.by) at \(clock.dateAndTime(resolution.at)): \(resolution.reason)"
      return [untimed(2, StyledText(HarmlessText.words(words), .good))]
    }
    guard task.needsHuman else { return [] }
    let isInterrupted = task.result?.outcome != .rollbackFailed
    // Its maint is there and takes it back at this moment.
    if task.result == nil, isAlive { return [] }
    let words = RecoverText.mending(run, isInterrupted: isInterrupted, command)
    return [untimed(2, StyledText("NEEDS A HUMAN: \(words); until then \(task.runbook) is refused", .alarm))]
  }
}

// MARK: - Steps

extension TaskTree {
  private func lines(of step: StepRecord) -> [StyledText] {
    let outcome = step.outcome.map(OutcomeText.init) ?? .open(isAlive: isAlive)
    var words: [StyledText] = []
    if step.outcome != .succeeded { words.append(StyledText(reason(of: step) ?? outcome.words, outcome.style)) }
    if step.outcome == .succeeded, let code = unusualExit(of: step) { words.append(StyledText(code)) }
    let samples = step.report.samples.count
    if samples > 0 { words.append(StyledText("\(Count(samples, "sample"))", .faint)) }
    let line = stepLine(outcome, HarmlessText.words(step.name), step.duration, words)
    let below = step.report.warnings.map { StyledText("! ", .caution) + StyledText(HarmlessText.words($0)) }
    let summary = step.report.summary.split(separator: "\n").map { StyledText(HarmlessText.line($0.utf8)) }
    return [timed(step.startedAt, 4, line)] + attempts(of: step) + (below + summary).map { untimed(6, $0) }
  }

  /// Only where there were several: one attempt is the step.
  private func attempts(of step: StepRecord) -> [StyledText] {
    guard step.attempts.count(where: { $0.number > 0 }) > 1 else { return [] }
    return step.attempts.map { attempt in
      let outcome = attempt.result.map { OutcomeText($0.outcome) } ?? .open(isAlive: isAlive)
      let words = attempt.result.flatMap(ExitText.init)?.words ?? (attempt.result == nil ? outcome.words : nil)
      let name = attempt.number == 0 ? "if" : "attempt \(attempt.number)"
      let line = stepLine(
        outcome, name, attempt.duration, words.map { [StyledText($0, outcome.style)] } ?? [], indent: 2)
      return timed(attempt.intendedAt, 6, line)
    }
  }

  private func reason(of step: StepRecord) -> String? {
    if step.outcome == .skipped { return step.detail ?? "skipped: its 'if' said no" }
    let exit = step.attempts.last?.result.flatMap(ExitText.init)?.words
    return (step.detail ?? exit).map(HarmlessText.words)
  }

  /// An exit code other than 0 that `exit_codes` says is a success, and processes that the step left running.
  private func unusualExit(of step: StepRecord) -> String? {
    step.attempts.last?.result.flatMap(ExitText.init)?.words
  }

  private func stepLine(
    _ outcome: OutcomeText, _ name: String, _ duration: Duration?, _ words: [StyledText], indent: Int = 0
  ) -> StyledText {
    let time = StyledText(duration.map { "\(HumanDuration($0))" } ?? "", .faint).padded(to: 11, right: true)
    let column = max(0, nameWidth - 4 - indent)
    var line =
      outcome.styledSymbol + " " + StyledText(name).cut(to: max(8, column), mark: "…").padded(to: column) + "  " + time
    for (index, word) in words.enumerated() { line += StyledText(index == 0 ? "  " : ", ") + word }
    return line
  }

  private func timed(_ moment: Timestamp?, _ indent: Int, _ line: StyledText) -> StyledText {
    guard let moment else { return untimed(indent, line) }
    return StyledText(clock.timeOfDay(moment) + " ", .faint) + StyledText(String(repeating: " ", count: indent)) + line
  }

  /// Under the lines with a time of day.
  private func untimed(_ indent: Int, _ line: StyledText) -> StyledText {
    StyledText(String(repeating: " ", count: 9 + indent)) + line
  }
}

extension ResolvedParameter {
  fileprivate var isDefault: Bool {
    switch origin {
    case .runbook: true
    case .task, .commandLine: false
    }
  }
}
