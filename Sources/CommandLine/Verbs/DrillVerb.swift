import Execution
import Glibc
import Planning
import Rehearsal
import Reporting

/// `maint drill TARGET…`: proves in throw-away copies of this host that a change can be taken back from every point at
/// which it may be needed.
struct DrillVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let plan = try PlanVerb.plan(context, now: SystemClock.wall())
    try TrustedPaths(context: context).check(secretsOf: plan)
    let place = try RehearsalPlace(context)
    defer {
      if let left = place.remove() { context.errors.write("maint: layers of the drill are left: \(left)\n") }
    }
    let record: RollbackDrillRecord
    do throws(SandboxFailure) {
      let drill = try RollbackDrill(plan, SandboxSurroundings(context: context), place: place)
      try drill()
      record = drill.record
    } catch {
      throw CommandFailure(error.message, hint: error.hint, exitCode: error.isForbidden ? .notNow : .cannotWrite)
    }
    if let point = context.invocation.value(.shell), record.results.isEmpty {
      throw CommandFailure(
        "there is no point '\(point)'", hint: "maint drill without --shell lists them", exitCode: .notFound)
    }
    tell(record)
    return record.failed.isEmpty && record.unknown.isEmpty ? .success : .failed
  }

  private func tell(_ record: RollbackDrillRecord) {
    if context.isJSON {
      var json = JSONWriter(layout: .pretty)
      RollbackDrillJSON(record).write(to: &json)
      json.lineBreak()
      context.output.write(json.bytes)
    } else {
      let command = (["maint drill"] + context.invocation.arguments).joined(separator: " ")
      let report = RollbackDrillReport(record, command: command, isVerbose: context.invocation.has(.verbose))
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    }
  }
}
