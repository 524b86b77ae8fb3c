import RunLog

/// `maint incident note INCIDENT TEXT [--kind KIND]`.
struct IncidentNoteVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let text = try IncidentText.given(context)
    let kind = context.invocation.value(.kind).flatMap(IncidentRecord.Note.Kind.init) ?? .note
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let number = context.invocation.incidentNumber ?? 0
    let isNoted = try writing.logged { () throws(RunLogFailure) in
      try log.note(text, kind: kind, on: number, at: SystemClock.wall())
    }
    guard isNoted else { throw IncidentChoice.missing(number) }
    context.output.write("noted on incident \(number)\(try untended(number, log, writing))\n")
    return .success
  }

  /// A word of who opened it does not say that somebody is at it.
  private func untended(_ number: Int, _ log: RunLog, _ writing: StateWriting) throws(CommandFailure) -> String {
    let found = try writing.logged { () throws(RunLogFailure) in try log.incident(number) }
    guard let found, found.acknowledged == nil, found.resolved == nil else { return "" }
    return "; nobody has said that they are at it: \(NextCommand(context)(.incidentAck, ["\(number)"]))"
  }
}
