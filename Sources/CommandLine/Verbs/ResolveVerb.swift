import Catalog
import Reporting
import RunLog
import Scheduling

/// `maint resolve RUN[/TASK] --note TEXT`, where TASK may also stand as a word of its own: a human says that the host was looked after.
struct ResolveVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    guard let note = context.invocation.value(.note), !note.allSatisfy(\.isWhitespace) else {
      throw CommandFailure(
        "resolve needs a note", hint: "say what was done: --note 'restored /etc/app by hand'", exitCode: .usage)
    }
    if let task = context.invocation.taskOfRun, let other = context.invocation.argument(.task) {
      throw CommandFailure(
        "resolve takes one task: \(TypedWord.quoted(task)) or \(TypedWord.quoted(other))",
        hint: "without TASK: all tasks of the run that wait for it", exitCode: .usage)
    }
    let run = context.invocation.runNumber.map(Int.init) ?? 0
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let now = SystemClock.wall()
    let locks = FileLocks(folder: "\(writing.state)/locks")
    if case .held(_, let holder) = locks.acquire([Recovery.lock(of: run)], for: "maint resolve \(run)") {
      throw CommandFailure("run \(run) is being recovered (\(holder))", exitCode: .notNow)
    }
    let tasks = try tasks(of: run, log)
    try refuseBesideSurvivors(run, tasks, log)
    let names = tasks.map(\.task)
    let paths = try writing.logged { () throws(RunLogFailure) in
      try log.pathsInDoubt().filter { $0.run == run && names.contains($0.task) }
    }
    let catalog = PromptDelivery.catalog(context)
    if let catalog {
      let project = FolderChoice.absolute(context.folders.project)
      let outbox = Outbox(context: context, catalog: catalog, project: project, state: writing.state, log: log)
      log.announcer = outbox.desk().announcer
    }
    do throws(RunLogFailure) {
      let only = askedTask == nil ? nil : tasks.first?.task
      try log.resolve(run: run, task: only, by: log.actor, reason: note, now: now)
    } catch {
      throw CommandFailure(error)
    }
    for task in tasks {
      let meaning = task.isRefused ? "; the runbook '\(task.runbook)' may run again" : ""
      context.output.write("\(task.task) of run \(run) is resolved\(meaning)\n")
    }
    // Whoever was told that it fails hears that it is over.
    PromptDelivery(writing: writing, log: log, catalog: catalog)()
    // Nobody else tells of them from now on, or removes them.
    for (folder, holds) in PathsInDoubt.leftovers(at: paths) {
      context.output.write(
        TypedWord.harmless("  \(folder) is still there: \(holds); look through it, then remove it") + "\n")
    }
    return .success
  }

  private var askedTask: String? { context.invocation.taskOfRun ?? context.invocation.argument(.task) }

  /// All that wait, or the one that was asked for.
  private func tasks(of run: Int, _ log: RunLog) throws(CommandFailure) -> [TaskToResolve] {
    do throws(RunLogFailure) {
      let waiting = try log.tasksToResolve(in: run)
      guard let text = askedTask else { return waiting }
      return [try Self.task(text, among: waiting, run: run)]
    } catch {
      throw CommandFailure(error)
    }
  }

  /// While a step of it still runs, nobody can know what the host is like.
  private func refuseBesideSurvivors(_ run: Int, _ tasks: [TaskToResolve], _ log: RunLog) throws(CommandFailure) {
    let survivors: [Survivor]
    do throws(RunLogFailure) {
      survivors = try log.survivors(isAlive: OwnProcess.isAlive)
    } catch {
      throw CommandFailure(error)
    }
    let names = Set(tasks.map(\.task))
    let own = survivors.first { $0.run == run && names.contains($0.task) }
    guard let own else { return }
    throw CommandFailure(
      "\(own.task) cannot be resolved yet: \(InterruptedReport.refusal(own))",
      hint: NextCommand(context)("recover \(run)") + " ends it and takes back what was left half-done",
      exitCode: .notNow)
  }

  /// The task by its full name, or by its name alone where one alone in the run has it.
  private static func task(
    _ text: String, among waiting: [TaskToResolve], run: Int
  ) throws(RunLogFailure) -> TaskToResolve {
    let found = waiting.filter { $0.task.description == text || $0.task.name == text }
    if found.count == 1, let task = found.first { return task }
    let names = waiting.map(\.task.description).joined(separator: ", ")
    throw RunLogFailure(
      kind: .nothingToResolve, message: "no task '\(text)' of run \(run) needs a human",
      hint: waiting.isEmpty ? "'maint status' shows what does" : "these do: \(names)")
  }
}
