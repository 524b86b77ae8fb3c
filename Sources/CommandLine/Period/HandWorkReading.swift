import Catalog
import Reporting
import RunLog
import Scheduling

/// Which tasks people do that `maint run --due` did before, as it was at a moment: one reckoning for what is overdue and for
/// what a report says was due.
struct HandWorkReading {
  private let project: String
  private let log: RunLog
  private let moment: Timestamp

  init(of project: String, in log: RunLog, at moment: Timestamp) {
    (self.project, self.log, self.moment) = (project, log, moment)
  }

  /// nil: nobody does. `start`: what was before it is not asked for.
  func work(
    on task: TaskName, from start: Timestamp = Timestamp(microseconds: .max)
  ) throws(RunLogFailure) -> HandWork? {
    let period = OverdueTask.period(task.tier)
    return try log.workByHand(on: task, of: project, atLeast: period, from: start, before: moment)
  }

  /// Whether somebody does it still, so that nobody expects it by the clock.
  func isUnderWay(_ task: TaskName) throws(RunLogFailure) -> Bool {
    try work(on: task).map { !$0.isOver(at: moment) } ?? false
  }
}
