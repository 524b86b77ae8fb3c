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
    let approvers = try asked.approvers(context)
    if runs { try refuseOtherProject(asked.record) }
    let demands = try asked.demands(approvers)
    let now = SystemClock.wall()
    try asked.refuseChanged(context, log, at: now)
    let answer = try writing.logged { () throws(RunLogFailure) in
      try log.approve(
        asked.record.number, demands: demands, by: asked.actor, note: context.invocation.value(.note), at: now)
    }
    guard let (stored, isNew) = answer else { return .bug }
    let record = stored.counting(approvers.isEntitled)
    // Between the two looks somebody else may have answered.
    try asked.refuse(record, at: now)
    let said = isNew ? "is approved by \(asked.actor.name)" : "was approved by \(asked.actor.name) before"
    guard record.isComplete else {
      context.output.write(
        "\(asked.name) \(said); it waits for more: \(Self.missing(record))\(record.lapsedWords)\n")
      writing.publish(log, project: record.project)
      return .success
    }
    guard let supervisor else {
      context.output.write("\(asked.name) \(said) and may begin: \(asked.words.run(record))\n")
      writing.publish(log, project: record.project)
      return .success
    }
    // Whether the task begins is the run's to say: its window, its needs and what was changed meanwhile have a word in it.
    context.output.write("\(asked.name) \(said)\n")
    context.output.flush()
    return try run(record, writing, supervisor, log)
  }

  /// `1 more of anna or berta`
  private static func missing(_ record: ApprovalRecord) -> String {
    let open = record.demands.indices.filter { record.given($0) < record.demands[$0].needed }
    return open.map { number in
      var demand = record.demands[number]
      let count = demand.needed - record.given(number)
      demand.needed = 1
      return "\(count) of \(demand.words)"
    }.joined(separator: ", and ")
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
