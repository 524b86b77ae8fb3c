import RunLog

/// The incident that the command line names.
enum IncidentChoice {
  /// What `--incident` says, where that one is open; nil without it.
  static func open(_ context: Context, in log: RunLog, _ writing: StateWriting) throws(CommandFailure) -> Int? {
    guard let number = context.invocation.number(.incident) else { return nil }
    let incident = try known(number, in: log, writing)
    guard incident.resolved == nil else {
      throw CommandFailure(
        "incident \(number) is over", hint: "'maint incident link \(number) RUN' adds a run to it later",
        exitCode: .notFound)
    }
    return number
  }

  /// The INCIDENT given, with its notes.
  static func asked(_ context: Context, in log: RunLog, _ writing: StateWriting) throws(CommandFailure)
    -> IncidentRecord
  {
    try known(context.invocation.incidentNumber ?? 0, in: log, writing)
  }

  private static func known(
    _ number: Int, in log: RunLog, _ writing: StateWriting
  ) throws(CommandFailure) -> IncidentRecord {
    if let found = try writing.logged({ () throws(RunLogFailure) in try log.incident(number) }) { return found }
    throw missing(number)
  }

  static func missing(_ number: Int) -> CommandFailure {
    CommandFailure(
      "there is no incident \(number)", hint: "'maint incident list --all' lists them", exitCode: .notFound)
  }
}
