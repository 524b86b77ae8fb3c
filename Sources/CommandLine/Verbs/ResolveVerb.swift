import Catalog
import Reporting
import RunLog
import Scheduling

/// `maint resolve RUN [TASK] --reason TEXT`: a human says that the host was looked after.
struct ResolveVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    guard let reason = context.invocation.value(.reason), !reason.allSatisfy(\.isWhitespace) else {
      throw CommandFailure(
        "resolve needs a reason", hint: "say what was done: --reason 'restored /etc/app by hand'", exitCode: .usage)
    }
    let state = try context.folders.state()
    let run = context.invocation.runNumber.map(Int.init) ?? 0
    do throws(RunLogFailure) {
      let log = try RunLog.open(state: state, access: .readWrite)
      let before = try log.unresolved().filter { $0.run == run }
      let task = try context.invocation.argument(.task).map { text throws(RunLogFailure) in
        try Self.task(text, among: before, run: run)
      }
      try log.resolve(
        run: run, task: task, by: UserAccount.current().name, reason: reason, now: SystemClock.wall())
      for entry in before where task == nil || entry.task == task {
        context.output.write("\(entry.task) of run \(run) is resolved; the runbook '\(entry.runbook)' may run again\n")
      }
      return .success
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The task by its full name, or by its name alone where one alone in the run has it.
  private static func task(
    _ text: String, among entries: [UnresolvedRunbook], run: Int
  ) throws(RunLogFailure) -> TaskName {
    let found = entries.map(\.task).filter { $0.description == text || $0.name == text }
    if found.count == 1, let task = found.first { return task }
    let names = entries.map(\.task.description).joined(separator: ", ")
    throw RunLogFailure(
      kind: .nothingToResolve, message: "no task '\(text)' of run \(run) needs a human",
      hint: entries.isEmpty ? "'maint status' shows what does" : "these do: \(names)")
  }
}
