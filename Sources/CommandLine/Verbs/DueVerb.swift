import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint due`: what is due. Starts nothing and writes nothing.
struct DueVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let zone = context.zone
    let asked = try GivenMoment.of(.at, context)?.timestamp(in: zone)
    var report = try report(at: asked, zone)
    report.command = NextCommand(context).text
    report.unread = FolderChoice.unreadSchedules(context.folders.project)
    context.output.write(context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }

  /// `asked`: the moment; nil: now.
  private func report(at asked: Timestamp?, _ zone: Zone) throws(CommandFailure) -> DueReport {
    if let asked {
      if asked < SystemClock.wall() {
        context.errors.write(
          "maint: \(zone.minute(asked)) is past: this goes by the files and the run log as they are now, so also by what "
            + "was run after it; \(NextCommand(context)("log")) shows when that was\n")
      }
      let log = try context.openLogForReading()
      return try adding(DueCheck(context, log: log, at: asked), zone, log)
    }
    let now = SystemClock.wall()
    // What the next try waits for the log alone says.
    if let tasks = try DueCache(context).answer(at: now)?.tasks(), !tasks.contains(where: \.isToBeTriedAgain) {
      return DueReport(at: now, tasks: tasks, zone: zone)
    }
    let log = try context.openLogForReading()
    return try adding(DueCheck(context, log: log), zone, log)
  }

  /// With what was asked for before its time, and what has to be asked for anew, and what somebody has said no to.
  private func adding(_ check: DueCheck, _ zone: Zone, _ log: RunLog?) throws(CommandFailure) -> DueReport {
    var report = check.report(zone: zone)
    guard let log else { return report }
    let now = SystemClock.wall()
    let project = FolderChoice.resolved(context.folders.project)
    var approvers = CurrentApprovers(context, log: log)
    let (open, rejected): ([ApprovalRecord], [ApprovalRecord])
    do throws(RunLogFailure) {
      guard try log.hasApprovals() else { return report }
      open = try log.openApprovals(at: now).filter { $0.project == project && $0.isOpen(at: now) }
      let rules = RetryRules(check.catalog, hostZone: check.zone)
      for (task, history) in zip(report.allTasks, check.histories) where task.isToBeTriedAgain {
        let approval = try log.nextApproval(of: task.name, at: now)
        guard case .onceApproved = rules.next(task.name, history, approval, check.now) else { continue }
        report.approvals[task.name] = "it needs a new approval, which run --due asks for"
      }
      rejected = try StandingRejections(context, log).all(at: now) { approvers.catalog(of: $0) }.filter {
        $0.project == project
      }
    } catch {
      throw CommandFailure(error)
    }
    let words = ApprovalWords(context)
    for record in rejected { report.approvals[record.task] = words.rejected(record) }
    for record in open { report.approvals[record.task] = words.outlook(approvers.counted(record, at: now), at: now) }
    return report
  }
}
