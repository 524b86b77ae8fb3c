import Catalog
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Supervision

/// `maint confirm [RUN[/TASK]]`: somebody says that a change works and stays.
struct ConfirmVerb {
  /// How long the run is given to take note: it looks ten times a second.
  private static let patience = Duration.seconds(10)
  private static let interval: UInt32 = 20_000

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let place = try choose(writing, log)
    let word = ConfirmationRecord.Word(
      by: log.actor.name, uid: log.actor.uid, note: context.invocation.value(.note))
    let isDone = try writing.logged { () throws(RunLogFailure) in
      try log.confirm(run: place.run, task: place.task, word: word, now: SystemClock().now)
    }
    guard isDone else { return try explain(place, writing, log) }
    return try tell(place, writing, log)
  }

  /// What was asked for; where that is not said wholly, the one task that waits.
  private func choose(_ writing: StateWriting, _ log: RunLog) throws(CommandFailure) -> TaskOfRun {
    let asked = context.invocation.runNumber.map { Int($0) }
    let waiting = try writing.logged { () throws(RunLogFailure) in try log.tasksToConfirm() }
      .map { TaskOfRun(run: $0.run, task: $0.task) }.filter { asked == nil || $0.run == asked }
    guard let asked else { return try only(waiting.isEmpty ? confirmedAndCutOff(writing, log) : waiting, in: "") }
    let record = try record(asked, writing, log)
    guard let text = context.invocation.taskOfRun else {
      guard waiting.isEmpty else { return try only(waiting, in: " in run \(asked)") }
      // Nothing to be done, but something to be said.
      let past = record.tasks.filter { $0.confirmation != nil }
      let told = past.isEmpty ? record.tasks : past
      guard let task = told.first, told.count == 1 else { return try only([], in: " in run \(asked)") }
      return TaskOfRun(run: asked, task: task.name)
    }
    let found = record.tasks.filter { $0.name.description == text || $0.name.name == text }
    guard let task = found.first, found.count == 1 else {
      throw CommandFailure(
        "no task '\(text)' in run \(asked)",
        hint: "it has \(record.tasks.map(\.name.description).joined(separator: ", "))", exitCode: .notFound)
    }
    return TaskOfRun(run: asked, task: task.name)
  }

  /// What was confirmed, and waits for the recovery of its run: there is nothing to be done, but something to be said.
  private func confirmedAndCutOff(_ writing: StateWriting, _ log: RunLog) throws(CommandFailure) -> [TaskOfRun] {
    var found: [TaskOfRun] = []
    for number in try writing.logged({ () throws(RunLogFailure) in try log.runsToRecover() }) {
      let tasks = try record(number, writing, log).tasks.filter { task in
        task.result?.outcome == .interrupted && task.confirmation?.verdict == .confirmed
      }
      found += tasks.map { TaskOfRun(run: number, task: $0.name) }
    }
    return found.count == 1 ? found : []
  }

  private func only(_ waiting: [TaskOfRun], in run: String) throws(CommandFailure) -> TaskOfRun {
    if waiting.count == 1, let one = waiting.first { return one }
    guard !waiting.isEmpty else {
      throw CommandFailure(
        "nothing\(run) waits for a confirmation", hint: "'maint status' shows what runs now", exitCode: .notFound)
    }
    let next = NextCommand(context)
    throw CommandFailure(
      "\(waiting.count) changes\(run) wait for a confirmation",
      hint: "say which: \(waiting.map { next("confirm \($0.run)/\($0.task)") }.joined(separator: ", or "))",
      exitCode: .usage)
  }

  private func record(_ run: Int, _ writing: StateWriting, _ log: RunLog) throws(CommandFailure) -> RunRecord {
    if let record = try writing.logged({ () throws(RunLogFailure) in try log.run(run) }) { return record }
    throw CommandFailure("there is no run \(run)", hint: "'maint log' lists the runs", exitCode: .notFound)
  }

  /// Waits until the run has taken note: it may have been told to stop at this very moment.
  private func tell(_ place: TaskOfRun, _ writing: StateWriting, _ log: RunLog) throws(CommandFailure) -> ExitCode {
    let name = "\(place.task) of run \(place.run)"
    let end = MonotonicTime.now() + Self.patience
    while MonotonicTime.now() < end {
      let isKept = try writing.logged { () throws(RunLogFailure) in
        try writing.markInterrupted(in: log)
        return try log.isKept(run: place.run, task: place.task)
      }
      switch isKept {
      case true?:
        context.output.write("\(name) is confirmed: the change stays\n")
        return .success
      case false?:
        throw CommandFailure(
          "\(name) was confirmed, and is rolled back all the same: its run was stopped at that moment",
          hint: "'maint show \(place.run)' shows it", exitCode: .rolledBack)
      case nil: usleep(Self.interval)
      }
      if try record(place.run, writing, log).outcome == .interrupted { break }
    }
    context.output.write(
      "\(name) is confirmed: the run log has it; but the run does not go on: \(NextCommand(context)("recover \(place.run)")) "
        + "ends it, and the change stays\n")
    return .success
  }

  private func explain(_ place: TaskOfRun, _ writing: StateWriting, _ log: RunLog) throws(CommandFailure) -> ExitCode {
    let run = try record(place.run, writing, log)
    guard let task = run.tasks.first(where: { $0.name == place.task }) else { return .bug }
    let runbook =
      task.confirmation == nil && task.result == nil
      ? try RecordedRun(place.run, in: log, context: context).catalog.runbooks[task.runbook] : nil
    let answer = ConfirmAnswer(
      task: task, run: run, isToBeConfirmed: runbook?.confirm != nil, zone: context.zone,
      command: NextCommand(context))
    guard let failure = answer.failure else {
      context.output.write("\(answer.text)\n")
      return .success
    }
    throw CommandFailure(answer.text, hint: answer.hint, exitCode: failure)
  }
}
