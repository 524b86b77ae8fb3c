import Reporting
import RunLog

/// `maint incident report INCIDENT`.
struct IncidentReportVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let number = context.invocation.incidentNumber ?? 0
    let reading = try LogReading(context)
    let found =
      try reading { log throws(RunLogFailure) -> IncidentReport? in
        guard let incident = try log.incident(number) else { return nil }
        var runs: [RunRecord] = []
        for link in incident.runs { if let run = try log.run(link.run) { runs.append(run) } }
        return IncidentReport(
          incident, runs: runs, messages: try log.messages(aboutRuns: runs.map(\.number), incident: number),
          others: try log.incidents(isAll: true, limit: IncidentListVerb.mostListed), head: try log.auditHead(),
          host: OwnProcess.hostName, madeAt: SystemClock.wall(), command: NextCommand(context).text)
      } ?? nil
    guard let report = found else { throw IncidentChoice.missing(number) }
    context.output.write(context.isJSON ? report.json : report.markdown(zone: context.zone))
    return .success
  }
}
