import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// Finds the tasks that nothing starts, or that only wait for somebody's answer and have missed a period by that, though `maint run --due` is what starts them on this host: it takes note of each task that
/// it knows, so a host on which people start everything by hand has none.
struct OverdueReading {
  private let context: Context
  private let log: RunLog
  private let catalog: Catalog?

  /// `catalog`: the whole project; nil: what is due is known already. nil: there is no run log.
  init?(_ context: Context, _ log: RunLog?, _ catalog: Catalog? = nil) {
    guard let log else { return nil }
    // The problems of a project are for 'maint check' to tell.
    self.context = Context(context.invocation, output: context.output, errors: .nowhere())
    (self.log, self.catalog) = (log, catalog)
  }

  /// `given`: what is due, as `run --due` counts it; nil: it is looked up.
  func tasks(of given: DueCheck? = nil) throws(CommandFailure) -> [OverdueTask] {
    let project = FolderChoice.absolute(context.folders.project)
    let known = try read { () throws(RunLogFailure) in
      try ExpectedWindows(of: project, in: log, at: SystemClock.wall())
    }
    if known.isEmpty { return [] }
    let check: DueCheck
    if let given {
      check = given
    } else {
      check = try DueCheck(context, log: log, catalog: catalog, asRunDue: true)
    }
    let found = try unstarted(known, check)
    return try read { () throws(RunLogFailure) in
      let hand = HandWorkReading(of: project, in: log, at: check.now)
      var expected: [OverdueTask] = []
      for task in found where try !hand.isUnderWay(task.name) { expected.append(task) }
      return expected
    }
  }

  private func unstarted(_ known: ExpectedWindows, _ check: DueCheck) throws(CommandFailure) -> [OverdueTask] {
    var context = context
    context.countedZone = check.zone
    var found: [OverdueTask] = []
    let tasks = check.report(zone: check.zone).allTasks
    // Also one that is due at another time now, of which nothing that calls `run --due` has taken note since.
    for (number, task) in tasks.enumerated()
    where known.knows(task.name) && !check.isOpen(number) {
      if let request = try read({ () throws(RunLogFailure) in try check.unanswered(number, log) }) {
        if let overdue = OverdueTask(task.name, lastSuccess: task.lastSuccess, waitingFor: request) {
          found.append(overdue)
        }
        continue
      }
      guard let overdue = OverdueTask(task, at: check.now) else { continue }
      // Until shortly ago it waited for somebody's word, and nobody is to blame for that.
      let freed = try check.freed(number, log)
      if let freed, check.now - freed <= OverdueTask.patience { continue }
      found.append(overdue)
    }
    // Of what is told already there is an alert.
    for alert in try MissedWindows(check: check, log: log, context: context).alerts() {
      guard var missed = alert.overdue, !found.contains(where: { $0.name == missed.name }) else { continue }
      missed.lastSuccess = tasks.first { $0.name == missed.name }?.lastSuccess
      found.append(missed)
    }
    return found
  }

  private func read<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) {
      return try body()
    } catch {
      throw CommandFailure(error)
    }
  }
}
