import Catalog
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint await-confirmation DURATION`: the process of the step that waits until somebody confirms the change.
///
/// It fails when nobody does, and then the run rolls the change back as after any step of verify that fails. So it does
/// when it cannot tell: where the log cannot be read or written, nothing is confirmed.
struct AwaitConfirmationVerb {
  /// Between two looks at the log, each of which reads one row by its key.
  private static let interval: Int64 = 100_000

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let (place, limit) = (try place(), try limit())
    let state = try context.folders.state()
    let command = ConfirmCommand(run: place.run, option: context.folders.optionsElsewhere).text(place.task)
    do throws(RunLogFailure) {
      let log = try RunLog.open(state: state, access: .readWrite)
      let start = SystemClock().now()
      guard try log.awaitConfirmation(run: place.run, task: place.task, since: start, for: limit) else {
        return say("the task has changed nothing, so there is nothing to confirm", .success)
      }
      context.output.write("waits until \(context.zone.format(start.wall + limit)) for: \(command)\n")
      context.output.flush()
      let isConfirmed = try wait(for: place, until: start.monotonic + limit.wholeMicroseconds, log)
      return isConfirmed
        ? say("confirmed", .success) : say("nobody confirmed it within \(DurationText.format(limit))", .failed)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func wait(for place: TaskOfRun, until deadline: Int64, _ log: RunLog) throws(RunLogFailure) -> Bool {
    while try !log.isConfirmed(run: place.run, task: place.task) {
      let left = deadline - SystemClock().now().monotonic
      guard left > 0 else {
        return try log.endConfirmation(run: place.run, task: place.task, now: SystemClock.wall())
      }
      usleep(UInt32(min(left, Self.interval)))
    }
    return true
  }

  private func say(_ words: String, _ code: ExitCode) -> ExitCode {
    context.output.write("\(words)\n")
    return code
  }

  /// The task whose step this is.
  private func place() throws(CommandFailure) -> TaskOfRun {
    let told = [StepVariable.run, .task].map { context.variables.value($0.rawValue) ?? "" }
    guard let id = BackupID(told.joined(separator: "/")) else {
      throw CommandFailure(
        "\(context.invocation.verb.rawValue) is for steps of a run", hint: "write 'confirm:' in a runbook",
        exitCode: .usage)
    }
    return TaskOfRun(run: id.run, task: id.task)
  }

  private func limit() throws(CommandFailure) -> Duration {
    let text = context.invocation.argument(.duration) ?? ""
    guard let limit = DurationText.parse(text), limit > .zero else {
      throw CommandFailure("\(TypedWord.quoted(text)) is no duration", hint: "such as 30s or 10m", exitCode: .usage)
    }
    return limit
  }
}
