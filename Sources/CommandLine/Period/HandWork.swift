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
  private let lastDueRun: Int

  init(of project: String, in log: RunLog, before end: Timestamp) throws(RunLogFailure) {
    (self.project, self.log, self.end) = (project, log, end)
    lastDueRun = try log.lastDueRun(of: project, before: end)
  }

  /// nil: nobody does.
  func since(_ task: TaskName) throws(RunLogFailure) -> Timestamp? {
    let done = try log.successesByHand(of: task, project: project, after: lastDueRun, before: end)
    return OverdueTask.isByHand(task, done) ? done?.lowerBound : nil
  }
}
