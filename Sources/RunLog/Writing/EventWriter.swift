import Catalog
import Execution
import Scheduling

/// Turns the events of one run into rows. Called within a transaction.
struct EventWriter {
  let run: Int
  let connection: Connection
  /// nil: nobody is told.
  let announcer: Announcer?
  /// Who answers for the run.
  let actor: Actor

  func write(_ entry: PendingEvents.Entry) throws(SQLiteError) {
    switch entry.event {
    case .taskStarted(let task, let at):
      try connection.run(Self.taskStart, [.time(at), .integer(run), .integer(task)])
    case .changeLimited(let task, let limits, at: _):
      try connection.run(
        "UPDATE task SET point_of_no_return = ? WHERE run = ? AND task = ?",
        [limits.pointOfNoReturn.map(Value.time) ?? .null, .integer(run), .integer(task)])
    case .limitPassed(let task, let mark, let limits, let level, let at):
      let name = try connection.first(
        "SELECT name FROM task WHERE run = ? AND task = ?", [.integer(run), .integer(task)]
      ) { row throws(SQLiteError) in try TaskName(stored: row.text(0)) }
      guard let name, let kind = Alert.Kind(rawValue: mark.rawValue) else { break }
      let text = "\(name) of run \(run) is \(limits.alert(mark))"
      let alert = Alert(at: at, level: level, kind: kind, run: run, task: name, text: text)
      try connection.insert(alert)
      try connection.announce(.alerts([alert]), by: announcer)
    case .overran(let task, let usual, let at):
      let name = try connection.first(
        "SELECT name FROM task WHERE run = ? AND task = ?", [.integer(run), .integer(task)]
      ) { $0.text(0) }
      guard let name else { break }
      try connection.announce(.overran(task: name, run: run, usual: usual, at: at), by: announcer)
    case .waitingForLock(let task, let lock, let holder, let at):
      try connection.run(
        "UPDATE task SET lock = ?, lock_holder = ?, lock_wait_since = ? WHERE run = ? AND task = ?",
        [.text(lock), .text(holder), .time(at), .integer(run), .integer(task)])
    case .taskFinished(let task, let result, let at): try finish(task, result, failedStep: entry.step, at)
    case .stepStarted(let key, let name, let script, let at):
      try connection.run(
        Self.stepStart,
        [
          .integer(run), .integer(key.task), .integer(entry.step), .text(key.stage.rawValue), .integer(key.position),
          .truth(key.isUndo), .text(name), .text(script), .time(at),
        ])
      if let limit = announcer?.confirmation(key) { try call(key.task, until: at + limit, at) }
    case .stepFinished(let key, let outcome, attempts: _, let detail, let at):
      try connection.run(
        Self.stepEnd,
        [
          .time(at), .text(outcome.rawValue), .optional(detail), .integer(run), .integer(key.task),
          .integer(entry.step),
        ])
    case .attemptIntended, .attemptStarted, .attemptFinished: try writeAttempt(entry)
    case .output(let key, let piece): try writeOutput(key, piece, entry)
    case .reported(let key, let report, let at): try writeReport(key, report, entry, at)
    case .stopRequested(let signal, isSecond: _, at: _):
      try connection.run(
        "UPDATE run SET stop_signal = coalesce(stop_signal, ?) WHERE run = ?", [.integer(signal), .integer(run)])
    case .runFinished(let outcome, let at): try finishRun(outcome, at)
    }
  }

  /// What has changed nothing does not wait.
  private func call(_ task: Int, until end: Timestamp, _ at: Timestamp) throws(SQLiteError) {
    let name = try connection.first(
      "SELECT name FROM task WHERE run = ? AND task = ? AND \(RunLog.changeWasIntended)",
      [.integer(run), .integer(task)]
    ) { $0.text(0) }
    guard let name else { return }
    try connection.announce(.awaitsConfirmation(task: name, run: run, until: end, at: at), by: announcer)
  }

  private func writeAttempt(_ entry: PendingEvents.Entry) throws(SQLiteError) {
    switch entry.event {
    case .attemptIntended(let key, let at):
      try connection.run(
        Self.attemptIntent,
        [.integer(run), .integer(key.step.task), .integer(entry.step), .integer(key.number), .time(at)])
    case .attemptStarted(let key, let process):
      try connection.run(
        "UPDATE attempt SET pid = ?, start_time = ? WHERE run = ? AND task = ? AND step = ? AND attempt = ?",
        [
          .integer(process.pid), .integer(process.startTime), .integer(run), .integer(key.step.task),
          .integer(entry.step), .integer(key.number),
        ])
    case .attemptFinished(let key, let result, let at):
      try connection.run(
        Self.attemptEnd,
        [
          .optional(entry.process?.pid), .optional(entry.process?.startTime), .time(at),
          .text(result.outcome.rawValue), .optional(result.exitCode), .optional(result.signal),
          .optional(result.detail), .integer(result.used.userTime.wholeMicroseconds),
          .integer(result.used.systemTime.wholeMicroseconds), .integer(result.used.peakMemoryBytes),
          .integer(result.used.readBytes), .integer(result.used.writtenBytes), .integer(run),
          .integer(key.step.task), .integer(entry.step), .integer(key.number),
        ])
    default: break
    }
  }

  private func writeOutput(_ key: AttemptKey, _ piece: OutputPiece, _ entry: PendingEvents.Entry) throws(SQLiteError) {
    let bytes: Value
    let omitted: Value
    switch piece.content {
    case .bytes(let content): (bytes, omitted) = (.blob(content), .null)
    case .omitted(let count): (bytes, omitted) = (.null, .integer(count))
    }
    try connection.run(
      Self.outputPiece,
      [
        .integer(run), .integer(key.step.task), .integer(entry.step), .integer(key.number), .integer(entry.position),
        .time(piece.at), .text(piece.stream.rawValue), bytes, omitted,
      ])
  }

  private func writeReport(
    _ key: StepKey, _ report: StepReport, _ entry: PendingEvents.Entry, _ at: Timestamp
  ) throws(SQLiteError) {
    func row(_ offset: Int) -> [Value] {
      [.integer(run), .integer(key.task), .integer(entry.step), .integer(entry.position + offset)]
    }
    for (offset, sample) in report.samples.enumerated() {
      try connection.run(
        """
        INSERT INTO sample (run, task, step, position, name, labels, value, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, row(offset) + [.text(sample.name), .text(sample.labels), .real(sample.value), .time(at)])
    }
    for (offset, variable) in report.environment.enumerated() {
      try connection.run(
        "INSERT INTO variable (run, task, step, position, name, value) VALUES (?, ?, ?, ?, ?, ?)",
        row(offset) + [.text(variable.name), .text(variable.value)])
    }
    for (offset, warning) in report.warnings.enumerated() {
      try connection.run(
        "INSERT INTO warning (run, task, step, position, text) VALUES (?, ?, ?, ?, ?)", row(offset) + [.text(warning)])
    }
    if !report.summary.isEmpty {
      try connection.run(
        "UPDATE step SET summary = coalesce(summary, '') || ? WHERE run = ? AND task = ? AND step = ?",
        [.text(report.summary), .integer(run), .integer(key.task), .integer(entry.step)])
    }
  }

  private func finish(_ task: Int, _ result: TaskResult, failedStep: Int, _ at: Timestamp) throws(SQLiteError) {
    try connection.run(
      Self.taskEnd,
      [
        result.outcome == .interrupted ? .null : .time(at), .text(result.outcome.rawValue),
        .truth(result.cleanupFailed), .integer(result.warnings),
        failedStep == 0 ? .null : .integer(failedStep), .optional(result.reason),
        .truth(result.outcome == .interrupted), .truth(result.outcome == .rollbackFailed),
        .truth(result.outcome == .interrupted), .integer(run), .integer(task),
      ])
  }

  /// The exit code is that of the maint that began the run, which a killed one never gave.
  private func finishRun(_ outcome: RunOutcome, _ at: Timestamp) throws(SQLiteError) {
    let found = try connection.first(
      """
      SELECT stop_signal, (SELECT count(*) FROM recovery WHERE recovery.run = run.run),
        EXISTS (SELECT 1 FROM task WHERE task.run = run.run AND task.started_at IS NOT NULL)
      FROM run WHERE run = ?
      """, [.integer(run)]
    ) { row in (row.optionalInteger(0).map { Int32(truncatingIfNeeded: $0) }, row.integer(1), row.truth(2)) }
    let (signal, recoveries, hasBegun) = found ?? (nil, 0, false)
    let code = Value.optional(outcome.exitCode(stoppedBy: signal))
    try connection.run(
      """
      UPDATE run SET finished_at = ?, outcome = ?, exit_code =
        CASE WHEN interruption_found_at IS NULL THEN iif(rolls_back IS NOT NULL AND ? = 3, 0, ?) END
      WHERE run = ?
      """,
      [outcome == .interrupted ? .null : .time(at), .text(outcome.rawValue), code, code, .integer(run)])
    // First, so that what is told has its hash.
    try connection.appendEnd(of: run, at: at, by: actor)
    try connection.noteFailures(ofRun: run, at: at, by: announcer)
    let news = News.runEnded(run: run, outcome: outcome, recoveries: recoveries, hasBegun: hasBegun, at: at)
    try connection.announce(news, by: announcer)
  }
}
