import Catalog
import Glibc
import Reporting
import RunLog

/// `maint incident resolve INCIDENT [--note TEXT]`.
struct IncidentResolveVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let incident = try IncidentChoice.asked(context, in: log, writing)
    let failures = try writing.logged { () throws(RunLogFailure) in try log.failures(ofIncident: incident.number) }
    let isNew = try writing.logged { () throws(RunLogFailure) in
      try log.resolveIncident(
        incident.number, note: context.invocation.value(.note), host: OwnProcess.hostName,
        command: context.folders.messageCommand(ofProject: FolderChoice.absolute(context.folders.project)),
        at: SystemClock.wall())
    }
    if isNew {
      let doubts = try writing.logged { () throws(RunLogFailure) in
        try log.tasksInDoubt(ofIncident: incident.number)
      }
      let report = ResolvedIncidentReport(
        incident.number, doubts: doubts, failures: failures, command: NextCommand(context).text)
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO)))
      let catalog = PromptDelivery.catalog(context)
      if catalog == nil { PromptDelivery.warnOfUnreadable(context) }
      PromptDelivery(writing: writing, log: log, catalog: catalog)()
      writing.publish(log, catalog: catalog)
    } else {
      // By somebody else, between the two looks, where the first has not seen it.
      let resolved = try IncidentChoice.asked(context, in: log, writing).resolved
      let by = resolved.map { ": by \(TypedWord.harmless($0.by.name)) at \(context.zone.minute($0.at))" } ?? ""
      guard let note = context.invocation.value(.note) else {
        context.output.write("incident \(incident.number) was resolved before\(by)\n")
        return .success
      }
      let words = [TypedWord.harmless(ShellText.quoted(note))]
      throw CommandFailure(
        "incident \(incident.number) was resolved before\(by); the note is not kept",
        hint: NextCommand(context)(.incidentNote, ["\(incident.number)"] + words) + " adds it to the timeline",
        exitCode: .notNow)
    }
    return .success
  }
}
