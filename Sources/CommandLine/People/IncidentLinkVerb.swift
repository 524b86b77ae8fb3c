import RunLog

/// `maint incident link INCIDENT RUN`.
struct IncidentLinkVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let incident = try IncidentChoice.asked(context, in: log, writing).number
    let run = context.invocation.runNumber.map { Int($0) } ?? 0
    guard try writing.logged({ () throws(RunLogFailure) in try log.run(run) }) != nil else {
      throw CommandFailure("there is no run \(run)", hint: "'maint log' lists the runs", exitCode: .notFound)
    }
    let isNew = try writing.logged { () throws(RunLogFailure) in
      try log.link(run: run, to: incident, at: SystemClock.wall())
    }
    context.output.write("run \(run) belongs to incident \(incident)\(isNew ? "" : " already")\n")
    return .success
  }
}
