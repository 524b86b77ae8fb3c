import Execution
import Reporting
import RunLog

/// Reads runs with what their failed steps printed last, for `maint log --format junit`.
struct JUnitReading {
  let reading: LogReading

  /// The latest first.
  func report(limit: Int) throws(CommandFailure) -> JUnitReport {
    let found = try reading.withAlive(
      read: { log throws(RunLogFailure) -> [RunRecord] in
        var runs: [RunRecord] = []
        for run in try log.runs(limit: limit) {
          if let whole = try log.run(run.number) { runs.append(whole) }
        }
        return runs
      }, runs: { $0 })
    guard let (runs, alive) = found else { return JUnitReport([]) }
    return JUnitReport(
      try runs.map { run throws(CommandFailure) in
        JUnitReport.Run(record: run, isAlive: alive.contains(run.number), tails: try tails(of: run))
      })
  }

  private func tails(of run: RunRecord) throws(CommandFailure) -> [StepKey: [String]] {
    var tails: [StepKey: [String]] = [:]
    for task in run.tasks {
      for step in task.decidingSteps {
        var tail = OutputTailText()
        _ = try reading { log throws(RunLogFailure) in
          try log.output(run: run.number, task: task.name, step: step) { record in
            tail.append(record.piece)
            return true
          }
        }
        tails[step] = tail.finish()
      }
    }
    return tails
  }
}
