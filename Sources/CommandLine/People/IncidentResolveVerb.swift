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
    let project = try self.project(of: incident.number, writing, log)
    let isNew = try writing.logged { () throws(RunLogFailure) in
      try log.resolveIncident(
        incident.number, note: context.invocation.value(.note), host: OwnProcess.hostName,
        command: context.folders.messageCommand(ofProject: project), at: SystemClock.wall())
    }
    if isNew {
      let doubts = try writing.logged { () throws(RunLogFailure) in
        try log.tasksInDoubt(ofIncident: incident.number)
      }
      let openRuns = try writing.logged { () throws(RunLogFailure) in try log.openRuns(ofIncident: incident.number) }
      let report = ResolvedIncidentReport(
        incident.number, doubts: doubts, failures: failures, openRuns: openRuns, command: command(of: project))
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO)))
      let catalog = PromptDelivery.catalog(context, project: project)
      if catalog == nil { PromptDelivery.warnOfUnreadable(context) }
      PromptDelivery(writing: writing, log: log, catalog: catalog, project: project)()
      writing.publish(log, project: project, catalog: catalog)
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

  /// Whose people hear of it: whoever resolves it need not stand in their project. Of one that is gone, the one at hand.
  private func project(of incident: Int, _ writing: StateWriting, _ log: RunLog) throws(CommandFailure) -> String {
    let found = try writing.logged { () throws(RunLogFailure) in try log.project(ofIncident: incident) } ?? nil
    guard let found, FolderChoice.isProject(found) else {
      return FolderChoice.absolute(context.folders.project)
    }
    return found
  }

  private func command(of project: String) -> CommandText {
    let isOwn = FolderChoice.resolved(project) == FolderChoice.resolved(context.folders.project)
    return isOwn ? NextCommand(context).text : CommandText(folders: context.folders.options(ofOther: project))
  }
}
