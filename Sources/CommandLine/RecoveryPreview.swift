import Execution
import Glibc
import Reporting
import RunLog

/// What `maint recover` would do: found by reading alone, also in runs that nobody has marked as interrupted yet.
struct RecoveryPreview {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let asked = context.invocation.runNumber.map { Int($0) }
    guard let log = try context.openLogForReading() else {
      context.output.write("nothing to recover: there is no run log yet\n")
      return .success
    }
    let (dead, survivors) = try logged { () throws(RunLogFailure) in
      (
        try log.status(now: SystemClock.wall()).running.filter { run in
          !OwnProcess.isAlive(run.header.process, bootID: run.header.bootID)
        }.map(\.number),
        try log.survivors(isAlive: OwnProcess.isAlive)
      )
    }
    let interrupted = try logged { () throws(RunLogFailure) in try log.runsToRecover() }
    let runs = asked.map { [$0] } ?? (dead.reversed() + interrupted)
    var isAny = false
    for run in runs {
      let recorded = try RecordedRun(run, in: log, context: context)
      if recorded.record.outcome == nil, !dead.contains(run) {
        throw CommandFailure(
          "run \(run) is still carried out, by pid \(recorded.record.header.process.pid)", exitCode: .notNow)
      }
      let other = try recorded.record.header.rollsBack.flatMap { other throws(CommandFailure) in
        try logged { () throws(RunLogFailure) in try log.run(other) }
      }
      let remains = Recovery.remains(in: recorded.record, takingBack: other, isAsked: asked != nil)
      let alive = survivors.filter { $0.run == run }
      if remains.tasks.isEmpty, alive.isEmpty { continue }
      isAny = true
      let preview = WayBackPreview(run: run, plan: try recorded.plan(), remains: remains, survivors: alive)
      context.output.write(preview.text(appearance: context.appearance(of: STDOUT_FILENO)))
    }
    if !isAny { context.output.write("nothing to recover\n") }
    return .success
  }

  private func logged<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) { return try body() } catch { throw CommandFailure(error) }
  }
}
