import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint approve REQUEST`: somebody says that a task may begin, just as it is.
struct ApproveVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let runs = context.invocation.has(.run)
    let writing = try StateWriting(context)
    // As for a run: from here on a signal is an event of it.
    let supervisor = runs ? try writing.supervisor() : nil
    let log = try writing.openLog()
    let asked = try AskedApproval(writing, log)
    try asked.refuse(asked.record, at: SystemClock.wall())
    let catalog = try asked.catalog()
    let approvers = Approvers(catalog.coordination)
    if runs { try refuseOtherProject(asked.record) }
    let demands = try asked.demands(approvers)
    let now = SystemClock.wall()
    let whole = try asked.refuseChanged(log, at: now)
    let start = ApprovalStart(of: asked.record, in: whole, log: log, context: context, at: now)
    let message = ApprovalMessage(
      context, catalog.coordination, project: log.folder(of: asked.record), state: writing.state)
    let answer = try writing.logged { () throws(RunLogFailure) in
      try log.approve(
        asked.record.number, demands: demands, by: asked.actor, note: context.invocation.value(.note), at: now,
        until: start.end
      ) { before, after in
        let (before, after) = (before.counting(approvers.isEntitled), after.counting(approvers.isEntitled))
        return !before.isComplete && after.isComplete ? message.approved(after, start, at: now) : nil
      }
    }
    guard let (stored, isNew) = answer else { return .bug }
    let record = stored.counting(approvers.isEntitled)
    // Between the two looks somebody else may have answered.
    try asked.refuse(record, at: now)
    let said = isNew ? "is approved by \(asked.actor.name)" : "was approved by \(asked.actor.name) before"
    guard record.isComplete else {
      context.output.write(
        "\(asked.name) \(said); it waits for more: \(MissingApprovals(of: record, approvers).words)\(record.lapsedWords)"
          + (runs ? "; nothing is run yet\n" : "\n"))
      writing.publish(log, project: record.project, catalog: catalog)
      return .success
    }
    guard let supervisor else {
      let run = asked.words.run(record)
      let override = asked.words.run(record, options: ApprovalWords.overriding)
      context.output.write(
        "\(asked.name) \(said) and may begin"
          + (start.shut(until: record.expiresAt).map {
            ", not now: \(HarmlessText.words($0)). Then: \(run)\nNow all the same: \(override)\n"
          }
            ?? ": \(run)\n"))
      PromptDelivery(writing: writing, log: log, catalog: catalog, project: record.project)()
      writing.publish(log, project: record.project, catalog: catalog)
      return .success
    }
    // Whether the task begins is the run's to say: its window, its needs and what was changed meanwhile have a word in it.
    context.output.write("\(asked.name) \(said)\n")
    PromptDelivery(writing: writing, log: log, catalog: catalog, project: record.project, supervisor: supervisor)()
    context.output.flush()
    return try run(record, writing, supervisor, log)
  }

  /// What would be run is what the files of that project say.
  private func refuseOtherProject(_ record: ApprovalRecord) throws(CommandFailure) {
    if FolderChoice.resolved(context.folders.project) == record.project { return }
    throw CommandFailure(
      "request \(record.number) is of another project: \(HarmlessText.words(record.project))",
      hint: "choose it with -C \(ShellText.quoted(record.project))", exitCode: .usage)
  }

  private func run(
    _ record: ApprovalRecord, _ writing: StateWriting, _ supervisor: Supervisor, _ log: RunLog
  ) throws(CommandFailure) -> ExitCode {
    let target: Target = record.task.tier == nil ? .runbook(record.task.name) : .task(record.task)
    let request = PlanRequest(context, catalog: try context.loadCatalog(), targets: [target])
    let lock = try TargetLock(request.targets, writing: writing, supervisor: supervisor)
    let now = SystemClock.wall()
    let history = try writing.logged { () throws(RunLogFailure) in try log.history(for: request.taskNames) }
    return try RunVerb.run(
      request, history: history, now: now, lock: lock, arguments: record.arguments, writing, supervisor, log)
  }
}
