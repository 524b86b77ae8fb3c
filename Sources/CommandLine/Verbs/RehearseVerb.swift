import JSON
import Catalog
import Execution
import Glibc
import Hashing
import Planning
import Rehearsal
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint rehearse TARGET…`: carries the plan out for real, in a throw-away copy of this host, and tells what it did.
struct RehearseVerb {
  let context: Context
  private var surroundings: SandboxSurroundings { SandboxSurroundings(context: context) }

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let request = try PlanRequest(context)
    let plan = try PlanVerb.plan(context, request, try context.openLogForReading(), now: SystemClock.wall())
    try TrustedPaths(context: context).check(secretsOf: plan)
    let place = try RehearsalPlace(context)
    defer {
      if let left = place.remove() { context.errors.write("maint: layers of the rehearsal are left: \(left)\n") }
    }
    let successes = SuccessNote(.rehearsal, of: plan, request.catalog, project: context.folders.project)
    let record: RehearsalRecord
    do throws(SandboxFailure) {
      record = try rehearse(plan, at: place)
    } catch {
      throw CommandFailure(error.message, hint: error.hint, exitCode: error.isForbidden ? .notNow : .cannotWrite)
    }
    try note(successes, record)
    try tell(record)
    return exitCode(of: record)
  }

  private func rehearse(_ plan: Plan, at place: RehearsalPlace) throws(SandboxFailure) -> RehearsalRecord {
    let start = MonotonicTime.now()
    let sandbox = try Sandbox(on: SandboxGround(surroundings.request(plan, place)))
    defer { sandbox.end() }
    do throws(CommandFailure) {
      try MetNeeds.write(of: plan, workplace: sandbox.workplace)
    } catch {
      throw SandboxFailure(error.message)
    }
    var run = SandboxedRun(sandbox)
    let ending = try run(surroundings.arguments, environment: SandboxSurroundings.environment)
    guard let log = run.log, let inner = (try? log.run(1)).flatMap(\.self), inner.outcome != nil else {
      throw SandboxFailure(
        "the rehearsal came to no end: maint in the sandbox \(ending.words)",
        hint: sandbox.lastWords ?? "a step that ends every process ends maint too")
    }
    var record = RehearsalRecord(plan: plan, run: inner, duration: MonotonicTime.now() - start)
    fill(&record, from: run, sandbox)
    record.output = output(log)
    return record
  }

  private func fill(_ record: inout RehearsalRecord, from run: SandboxedRun, _ sandbox: Sandbox) {
    let cover = CoverOfChanges(plan: record.plan, changes: run.changes)
    record.treatments = StepTreatments.of(record.plan)
    record.changes = CoverOfChanges.withoutPlaces(run.changes)
    record.laterChanges = cover.withoutIgnored(run.laterChanges)
    record.remaining = cover.withoutIgnored(run.comparison?.changes ?? [])
    record.findings = cover.findings
    record.texts = run.texts
    record.leftRunning = sandbox.processes()
    record.holes = surroundings.holes
    record.notes = notes(record, sandbox)
    let secrets = SecretForms.all(of: run.secrets).map { Array($0.utf8) }
    record.cover = { bytes in
      secrets.isEmpty ? bytes : Array(CoveredText(bytes, secrets: secrets).shown(bytes.indices).utf8)
    }
  }

  /// For runbooks that count a rehearsal as a success, and for those who are to approve just this.
  private func note(_ successes: SuccessNote, _ record: RehearsalRecord) throws(CommandFailure) {
    guard record.run.outcome == .succeeded, record.isWithoutUnknown, successes.isWaitedFor else { return }
    let writing = try StateWriting(context)
    let log = try writing.makeLog()
    try writing.logged { () throws(RunLogFailure) in
      let json = RehearsalJSON(record)
      try successes.add(
        record.plan.tasks, in: record.plan, changes: { Digest.hexadecimal(of: json.changes(of: $0)) }, to: log)
    }
  }

  private func output(_ log: RunLog) -> [StepKey: [String]] {
    var tails: [StepKey: OutputTailText] = [:]
    _ = try? log.output(run: 1) { record in
      tails[record.attempt.step, default: OutputTailText()].append(record.piece)
      return true
    }
    return tails.mapValues { tail in
      var tail = tail
      return tail.finish()
    }
  }

  private func tell(_ record: RehearsalRecord) throws(CommandFailure) {
    if let path = context.invocation.value(.html) {
      try NewFile.write(Array(RehearsalPage(record).text.utf8), to: path)
    }
    if context.isJSON {
      var json = JSONWriter(layout: .pretty)
      RehearsalJSON(record).write(to: &json)
      json.lineBreak()
      context.output.write(json.bytes)
    } else {
      let report = RehearsalReport(record, isVerbose: context.invocation.has(.verbose))
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    }
  }

  private func exitCode(of record: RehearsalRecord) -> ExitCode {
    guard record.run.outcome == .succeeded else { return .failed }
    return context.invocation.has(.strict) && !record.isWithoutDoubt ? .failed : .success
  }
}

// MARK: - What was not as on the host

extension RehearseVerb {
  private func notes(_ record: RehearsalRecord, _ sandbox: Sandbox) -> [String] {
    var notes = sandbox.notes
    if geteuid() != 0 {
      notes.append(
        "what belongs to other users could not be changed here, even where the host lets all write to it: rehearse as root"
      )
    }
    let linked = Set(
      record.changes.values.joined().filter { change in
        change.before?.kind == .file && change.after != nil && (change.before?.names ?? 1) > 1
      }.map(\.path)
    ).sorted { $0.lexicographicallyPrecedes($1) }
    for path in linked {
      notes.append(
        "\(HarmlessText.name(path)) has further names (hard links), through which the change is not seen here"
      )
    }
    return notes
  }
}
