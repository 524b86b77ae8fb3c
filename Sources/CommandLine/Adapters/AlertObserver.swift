import Execution
import Planning
import Reporting

/// Says on standard error, as soon as the run log has it, what somebody should know while a run goes on.
final class AlertObserver: RunObserver {
  private let output: RunOutput
  private let run: Int
  private let plan: Plan
  let isSilentUntilTheEnd = true
  let tickInterval: Duration? = nil

  init(_ output: RunOutput, run: Int, plan: Plan) {
    self.output = output
    self.run = run
    self.plan = plan
  }

  func observe(_ event: Event) {
    switch event {
    case .limitPassed(let task, let mark, let limits, let level, at: _):
      guard plan.tasks.indices.contains(task) else { return }
      let line = AlertLine.text(mark, of: limits, task: plan.tasks[task].name, run: run, level: level)
      output.write(line.utf8, lines: 1)
    case .runFinished: output.settle()
    default: break
    }
  }

  func tick(at moment: Moment) {}
}
