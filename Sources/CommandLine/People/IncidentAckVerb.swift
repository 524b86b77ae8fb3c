import RunLog

/// `maint incident ack INCIDENT`.
struct IncidentAckVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let incident = try IncidentChoice.asked(context, in: log, writing)
    let isNew = try writing.logged { () throws(RunLogFailure) in
      try log.acknowledgeIncident(incident.number, at: SystemClock.wall())
    }
    if isNew {
      context.output.write("incident \(incident.number) is acknowledged by \(TypedWord.harmless(log.actor.name))\n")
      writing.publish(log)
    } else {
      let by =
        incident.acknowledged.map { ": \(TypedWord.harmless($0.by.name)) at \(context.zone.format($0.at))" } ?? ""
      context.output.write("incident \(incident.number) was acknowledged before\(by)\n")
    }
    return .success
  }
}
