import Planning
import RunLog
import Scheduling

/// `maint reject REQUEST --reason TEXT`: somebody says that a task must not begin as it is.
struct RejectVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reason = context.invocation.value(.reason) ?? ""
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw CommandFailure(
        "the reason is empty", hint: "say what is to be changed: --reason 'not before the release'", exitCode: .usage)
    }
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let asked = try AskedApproval(writing, log)
    try asked.refuse(asked.record, at: SystemClock.wall())
    // Who asked may take it back.
    let catalog = try asked.catalog()
    if asked.actor.uid != asked.record.requestedBy.uid { _ = try asked.demands(Approvers(catalog.coordination)) }
    let past = try asked.refuseUnneeded()
    let now = SystemClock.wall()
    let message = ApprovalMessage(
      context, catalog.coordination, project: log.folder(of: asked.record), state: writing.state)
    let answer = try writing.logged { () throws(RunLogFailure) in
      try log.reject(asked.record.number, by: asked.actor, reason: reason, at: now) { record in
        var rejected = record
        rejected.past = past
        return message.rejected(rejected, at: now)
      }
    }
    guard let (record, isNew) = answer else { return .bug }
    guard isNew else {
      try asked.refuse(record, at: now)
      return .bug
    }
    let again = past == nil ? ", or \(asked.words.run(record, options: [Option.requestApproval.flag]))" : ""
    context.output.write(
      "\(asked.name) is rejected by \(asked.actor.name): the task does not begin until it is changed\(again)\n")
    PromptDelivery(writing: writing, log: log, catalog: catalog, project: record.project)()
    writing.publish(log, project: record.project, catalog: catalog)
    return .success
  }
}
