import JSON
import Catalog
import Execution
import Glibc
import Planning
import Rehearsal
import Reporting
import RunLog

/// `maint drill TARGET…`: proves in throw-away copies of this host that a change can be taken back from every point at
/// which it may be needed.
struct DrillVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let request = try PlanRequest(context)
    let plan = try PlanVerb.plan(context, request, try context.openLogForReading(), now: SystemClock.wall())
    try TrustedPaths(context: context).check(secretsOf: plan)
    let place = try RehearsalPlace(context)
    defer {
      if let left = place.remove() { context.errors.write("maint: layers of the drill are left: \(left)\n") }
    }
    // What the drill begins with is what it proves, whatever is changed meanwhile.
    let finder = ProofBasis(request.catalog, project: context.folders.project)
    let bases = plan.tasks.map { finder.basis(of: $0) }
    var record: RollbackDrillRecord
    do throws(SandboxFailure) {
      let drill = try RollbackDrill(plan, SandboxSurroundings(context: context), place: place)
      try drill()
      record = drill.record
    } catch {
      throw CommandFailure(error.message, hint: error.hint, exitCode: error.isForbidden ? .notNow : .cannotWrite)
    }
    if let point = context.invocation.value(.shell), record.results.isEmpty {
      throw CommandFailure(
        "there is no point '\(point)'", hint: "without --shell the drill lists them", exitCode: .notFound)
    }
    record.untried = Self.tried(in: record).map { UntriedSteps(in: plan.runbook(of: $0)) }.reduce(UntriedSteps(), +)
    for (task, basis) in zip(plan.tasks, bases) where !basis.unknownSources.isEmpty {
      record.notes.append(
        "\(task.name): \(RollbackProof.reservation(basis.unknownSources)), which the proof does not cover: it stays as it is "
          + "when that changes, and require_drill does not count it")
    }
    if context.invocation.value(.shell) == nil { try keep(record, bases) }
    tell(record)
    return record.failed.isEmpty && record.unknown.isEmpty ? .success : .failed
  }

  /// The tasks that have points.
  private static func tried(in record: RollbackDrillRecord) -> [PlannedTask] {
    record.plan.tasks.filter { task in record.results.contains { $0.point.task == task.name } }
  }

  /// In the run log of this host. What was not drilled to its end, or has steps of which nobody knows whether they work,
  /// is no proof and no refutation.
  private func keep(_ record: RollbackDrillRecord, _ bases: [ProofRecord.Basis]) throws(CommandFailure) {
    guard record.unknown.isEmpty else { return }
    let writing = try StateWriting(context)
    let log = try writing.makeLog()
    for (task, basis) in zip(record.plan.tasks, bases) {
      let results = record.results.filter { $0.point.task == task.name && $0.counts }
      guard !results.isEmpty else { continue }
      var proof = ProofRecord(
        kind: .drill, task: task.name, runbook: task.task.runbook, at: SystemClock.wall(), basis: basis,
        points: results.count, proven: results.count { $0.verdict == .proven },
        untried: UntriedSteps(in: record.plan.runbook(of: task)))
      // Only from all of a change, and all the way: others say too little of how long it may take.
      proof.rollbacks = results.filter { result in
        result.verdict == .proven && result.point.fault != .wayBack
          && (result.point.fault == .laterRollback || result.steps.contains { $0.key.stage == .verify })
      }.compactMap(\.rollback)
      try writing.logged { () throws(RunLogFailure) in try log.add(proof) }
    }
  }

  /// Without what chooses points, and what is done with them.
  private var command: String {
    let invocation = context.invocation
    let valued = [Option.bind, .scratch, .scratchSize].flatMap { option in
      invocation.values(option).map { "\(option.flag) \(ShellText.quoted($0))" }
    }
    let options = (invocation.has(.shareNetwork) ? [Option.shareNetwork.flag] : []) + valued
    return NextCommand(context)(.drill, invocation.arguments, with: invocation.assignments, options: options)
  }

  private func tell(_ record: RollbackDrillRecord) {
    if context.isJSON {
      var json = JSONWriter(layout: .pretty)
      RollbackDrillJSON(record).write(to: &json)
      json.lineBreak()
      context.output.write(json.bytes)
    } else {
      let report = RollbackDrillReport(record, command: command, isVerbose: context.invocation.has(.verbose))
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    }
  }
}
