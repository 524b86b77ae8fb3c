import Glibc
import Reporting
import RunLog

/// `maint log`: the latest runs, newest first, for people or as reports of tests.
struct LogVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let limit = context.invocation.number(.limit) ?? 20
    let reading = try LogReading(context)
    if context.invocation.value(.format) == LogFormat.junit.rawValue {
      context.output.write(try JUnitReading(reading: reading).report(limit: limit).text)
      return .success
    }
    let found = try reading.withAlive(
      read: { log throws(RunLogFailure) in try log.runs(limit: limit) }, runs: { $0 })
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    let runs = found?.value ?? []
    var jumps: [Alert]?
    if let first = runs.last?.number, let last = runs.first?.number {
      jumps = try reading { log throws(RunLogFailure) in try log.clockJumps(inRuns: first...last) }
    }
    let restores = try reading { log throws(RunLogFailure) in try log.latestBackupEvents(.restore, limit: limit) } ?? []
    let first = runs.last?.header.startedAt
    let report = RunListReport(
      runs: runs, alive: found?.alive ?? [], jumps: jumps ?? [],
      restores: restores.filter { event in first.map { $0 <= event.startedAt } ?? false })
    let text = report.text(
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone, now: SystemClock.wall())
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
