import Catalog
import Reporting
import RunLog
import Scheduling

/// Since when people do tasks that `maint run --due` did before, as a report goes by it: the same reckoning as that of what
/// is overdue now.
struct HandWork {
  private let project: String
  private let log: RunLog
  private let end: Timestamp

  init(of project: String, in log: RunLog, before end: Timestamp) {
    (self.project, self.log, self.end) = (project, log, end)
  }

  /// nil: nobody does. `start`: what was before it is not asked for.
  func since(_ task: TaskName, from start: Timestamp) throws(RunLogFailure) -> Timestamp? {
    let period = OverdueTask.period(task.tier)
    return try log.workByHand(on: task, of: project, atLeast: period, from: start, before: end)?.lowerBound
  }
}
