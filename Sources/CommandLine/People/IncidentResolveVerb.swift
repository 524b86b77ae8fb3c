import RunLog

/// `maint incident resolve INCIDENT [--note TEXT]`.
struct IncidentResolveVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let incident = try IncidentChoice.asked(context, in: log, writing)
    let isNew = try writing.logged { () throws(RunLogFailure) in
      try log.resolveIncident(
        incident.number, note: context.invocation.value(.note), host: OwnProcess.hostName, at: SystemClock.wall())
    }
    if isNew {
      context.output.write(
        "incident \(incident.number) is resolved; maint incident report \(incident.number) tells all of it\n")
      PromptDelivery(writing: writing, log: log, catalog: PromptDelivery.catalog(context))()
    } else {
      let by = incident.resolved.map { ": by \(TypedWord.harmless($0.by.name)) at \(context.zone.format($0.at))" } ?? ""
      context.output.write("incident \(incident.number) was resolved before\(by)\n")
    }
    return .success
  }
}
