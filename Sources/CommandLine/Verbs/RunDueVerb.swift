import Catalog
import Execution
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint run --due`: runs what is due and may start now, in one run.
///
/// Made for a line of cron: where there is nothing to start, nothing is written and nothing said.
struct RunDueVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    if context.invocation.has(.dryRun) { return try dryRun() }
    guard try hasWork() else { return .success }
    let writing = try StateWriting(context)
    let supervisor = try writing.supervisor()
    let log = try writing.makeLog()
    guard let lock = try TargetLock.ofDue(writing: writing, supervisor: supervisor) else {
      try outbox(of: context.loadSchedules(), writing, log).tell(with: supervisor)
      return alreadyAtWork()
    }
    try writing.logged { () throws(RunLogFailure) in try writing.markInterrupted(in: log) }
    // Looked at anew: what was due may have been run by whoever had the lock.
    let check = try DueCheck(context, log: log)
    try SharedTasks.refuse(check.due.tasks.lazy.map(\.name), of: check.project, in: log)
    let outbox = try outbox(of: check.catalog, writing, log)
    log.announcer = outbox.desk().announcer
    let alerts = DueAlerts(check: check, log: log, context: context)
    try writing.logged { () throws(RunLogFailure) in
      let known = try ExpectedWindows(of: check.project, in: log, at: check.now)
      try log.expect(check.expectations(known), of: check.project, at: check.now)
    }
    try alerts.tell { context.errors.write("maint: \($0)\n") }
    let early = try EarlyRequests(context, check, log: log)
    try writing.logged { () throws(RunLogFailure) in
      try putOff(check, log).prolong(at: check.now)
      let selected = early.tasks.union(check.selection.selected.map { check.due.tasks[$0].name })
      let voided = voided(check, writing.state, log)
      try voided.endUnneeded(at: check.now)
      for message in try voided.messages(at: check.now, besides: selected)
        + reminders(check, early, writing.state, log).messages() + outbox.calledOff(at: check.now)
      {
        _ = try log.post(message)
      }
    }
    let targets = early.targets(besides: check)
    if targets.isEmpty {
      outbox.tell(with: supervisor)
      // Nothing ran; what was told just now is to be seen all the same.
      Publication(context: context, project: check.project, state: writing.state, log: log)(check.catalog)
      return .success
    }
    let request = PlanRequest(context, catalog: early.catalog ?? check.catalog, targets: targets)
    let history = try writing.logged { () throws(RunLogFailure) in try log.history(for: request.taskNames) }
    return try RunVerb.run(
      request, history: history, now: check.now, lock: lock, objection: { check.objection(to: $0, log) },
      completing: { check.slotted(early.isolated(in: $0, check)) }, early: early.tasks, writing, supervisor, log)
  }

  /// Whether there is anything to run, to tell or to mark, without a lock and without a byte written.
  private func hasWork() throws(CommandFailure) -> Bool {
    let state = try context.folders.state()
    let cache = try DueCache(context)
    if cache.answer(at: SystemClock.wall()) != nil { return false }
    let log: RunLog?
    do throws(RunLogFailure) {
      let found = try RunLog.open(state: state, access: .readOnly)
      found.owner = context.outboxOwner
      log = found
    } catch {
      switch error.kind {
      case .missing: log = nil
      // Opened for writing it is brought up to date.
      case .older: return true
      default: throw CommandFailure(error)
      }
    }
    let check = try DueCheck(context, log: log)
    // What the other did would count as done, and nothing would be due.
    if let log { try SharedTasks.refuse(check.due.tasks.lazy.map(\.name), of: check.project, in: log) }
    if check.hasDeadRuns || !check.selection.selected.isEmpty { return true }
    let early = try EarlyRequests(context, check, log: log)
    if !early.tasks.isEmpty { return true }
    guard let log else { return !check.neverStarting.isEmpty || check.hasExpectations }
    if try DueAlerts(check: check, log: log, context: context).areUntold() { return true }
    let outbox = Outbox(context: context, catalog: check.catalog, project: check.project, state: state, log: log)
    let next: Timestamp?
    let approvals = voided(check, state, log)
    let areApprovals: Bool
    do throws(RunLogFailure) {
      areApprovals = try approvals.areThere(at: check.now)
      if areApprovals, try !approvals.unneeded(at: check.now).isEmpty { return true }
      if areApprovals, try !approvals.messages(at: check.now).isEmpty { return true }
      if areApprovals, try !putOff(check, log).found(at: check.now).isEmpty { return true }
      if areApprovals, try !reminders(check, early, state, log).messages().isEmpty { return true }
      if try !outbox.calledOff(at: check.now).isEmpty { return true }
      next = try outbox.nextMoment(after: check.now)
    } catch {
      throw CommandFailure(error)
    }
    if let next, next <= check.now { return true }
    // What is asked for, and its files, are looked at each time.
    if !areApprovals { cache.keep(check, until: [next, early.next].compactMap(\.self).min()) }
    return false
  }

  private func voided(_ check: DueCheck, _ state: String, _ log: RunLog) -> VoidedApprovals {
    VoidedApprovals(context: context, catalog: check.catalog, project: check.project, state: state, log: log)
  }

  private func putOff(_ check: DueCheck, _ log: RunLog) -> PutOffApprovals {
    PutOffApprovals(context: context, catalog: check.catalog, project: check.project, log: log)
  }

  private func reminders(
    _ check: DueCheck, _ early: EarlyRequests, _ state: String, _ log: RunLog
  ) -> ApprovalReminders {
    ApprovalReminders(context: context, check: check, early: early, state: state, log: log)
  }

  private func outbox(of catalog: Catalog, _ writing: StateWriting, _ log: RunLog) throws(CommandFailure) -> Outbox {
    Outbox(
      context: context, catalog: catalog, project: FolderChoice.absolute(context.folders.project),
      state: writing.state, log: log)
  }

  /// No failure: what is due is being taken care of, and a line of cron that comes every few minutes must not raise an
  /// alarm for an hour because a backup takes an hour.
  private func alreadyAtWork() -> ExitCode {
    if !context.invocation.has(.quiet) {
      context.output.write("another maint run --due is at work: \(NextCommand(context)("status")) shows it\n")
    }
    return .success
  }

  private func dryRun() throws(CommandFailure) -> ExitCode {
    let log = try context.openLogForReading()
    let check = try DueCheck(context, log: log)
    guard !check.targets.isEmpty || context.isJSON else {
      context.output.write("nothing is due that may start now: \(NextCommand(context)("due")) says what is next\n")
      return .success
    }
    let request = PlanRequest(context, catalog: check.catalog, targets: check.targets)
    return try PlanVerb(context: context).show(request, log, now: check.now)
  }
}
