import Hashing
import Reporting
import RunLog

/// `maint export [RUN]`: a run in a form of others.
struct ExportVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    let run = try reading.run(context).record
    var earlier: [RunHeader.Earlier] = []
    for (number, relation) in [
      (run.header.resumes, RunHeader.Earlier.Relation.resumes), (run.header.rollsBack, .rollsBack),
    ] {
      guard let number else { continue }
      let found = try reading { log throws(RunLogFailure) in try log.runs(limit: 1, before: number + 1) }?.first
      guard let found, found.number == number else { continue }
      earlier.append(RunHeader.Earlier(run: number, header: found.header, relation: relation))
    }
    let report = OpenTelemetryReport(run: run, earlier: earlier) { Digest.hexadecimal(of: $0) }
    context.output.write(report.text)
    return .success
  }
}
