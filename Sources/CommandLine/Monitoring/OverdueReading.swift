import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// Finds the tasks that nothing starts, or that only wait for somebody's answer and have missed a period by that, though
/// `maint run --due` is what starts them on this host: it takes note of each task that it knows, so a host on which people
/// start everything by hand has none.
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
    let known = try known(at: SystemClock.wall())
    if known.isEmpty { return [] }
    if let given { return try tasks(known, given) }
    return try tasks(known, try DueCheck(context, log: log, catalog: catalog, asRunDue: true))
  }

  /// As it was at a moment that is over, by what the log has of the time before it.
  func tasks(by moment: Timestamp) throws(CommandFailure) -> [OverdueTask] { try tasks(by: moment, heldUp: nil) }

  /// `held`: of those that a freeze held up then whether they were overdue before is asked of these alone; nil: of all.
  private func tasks(by moment: Timestamp, heldUp held: Set<TaskName>?) throws(CommandFailure) -> [OverdueTask] {
    let known = try known(at: moment)
    if known.isEmpty { return [] }
    let check = try DueCheck(context, log: log, at: moment, catalog: catalog, asRunDue: true, isOver: true)
    let found = try tasks(known, check, heldUp: held)
    return try read { () throws(RunLogFailure) in
      var then: [OverdueTask] = []
      for task in found {
        // What `run --due` has come to know of since was nothing that it left undone.
        let rule = check.due.number(of: task.name).map { check.due.rules[$0] }
        var isKnown = rule.flatMap { known.since(task.name, $0) }.map { $0 < moment } ?? false
        if !isKnown { isKnown = try log.wasStartedByDue(task.name, before: moment) }
        guard isKnown else { continue }
        let isHanging = task.cause?.isOfRunAtIt ?? false
        if try isHanging ? true : log.tryAtWork(on: task.name, at: moment) == nil { then.append(task) }
      }
      return then
    }
  }

  private func known(at moment: Timestamp) throws(CommandFailure) -> ExpectedWindows {
    try read { () throws(RunLogFailure) in
      try ExpectedWindows(of: project, in: log, at: moment, followingMoves: true)
    }
  }

  private var project: String { FolderChoice.absolute(context.folders.project) }

  private func tasks(
    _ known: ExpectedWindows, _ check: DueCheck, heldUp held: Set<TaskName>? = nil
  ) throws(CommandFailure) -> [OverdueTask] {
    var found = try unstarted(known, check)
    found += try frozen(check, besides: Set(found.map(\.name)), held)
    let blocking = found.isEmpty ? nil : try blockingRun(check)
    return try read { () throws(RunLogFailure) in
      let hand = HandWorkReading(of: project, in: log, at: check.now)
      var expected: [OverdueTask] = []
      for var task in found where try !hand.isUnderWay(task.name) {
        task.formerFolder = known.formerFolder
        if task.mayLackCron, task.missedWindow == nil, task.freeze == nil { task.cause = blocking }
        expected.append(task)
      }
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
    where known.knows(task.name) {
      if let hanging = try hanging(number, task, check) {
        found.append(hanging)
        continue
      }
      if check.isOpen(number) { continue }
      if let request = try read({ () throws(RunLogFailure) in try check.unanswered(number, log) }) {
        if let overdue = OverdueTask(task.name, lastSuccess: task.lastSuccess, waitingFor: request) {
          found.append(overdue)
        }
        continue
      }
      guard var overdue = OverdueTask(task, at: check.now) ?? stuck(number, task, check) else { continue }
      // Until shortly ago it waited for somebody's word, and nobody is to blame for that.
      let freed = try check.freed(number, log)
      if let freed, check.now - freed <= OverdueTask.patience { continue }
      // Likewise of a freeze.
      if check.wasFrozen(number, at: check.now + (.zero - OverdueTask.patience)) { continue }
      // Not of this period: nothing was better in between.
      overdue.since = try check.firstChance(number, known, log) ?? overdue.since
      found.append(overdue)
    }
    // Of what is told already there is an alert.
    for alert in try MissedWindows(check: check, log: log, context: context, followsMoves: true).alerts() {
      guard var missed = alert.overdue, !found.contains(where: { $0.name == missed.name }) else { continue }
      missed.lastSuccess = tasks.first { $0.name == missed.name }?.lastSuccess
      if let number = check.due.number(of: missed.name), let first = try check.firstChance(number, known, log) {
        missed.setFirst(first, isOfOtherPeriod: !check.due.rules[number].isOfLastOpening(first, at: check.now))
        missed.freeze = check.hold(byFreeze: number)
        if missed.freeze != nil { missed.missedWindow = nil }
      }
      found.append(missed)
    }
    return found
  }

  /// Of one that would wait for ever.
  private func stuck(_ number: Int, _ task: DueTask, _ check: DueCheck) -> OverdueTask? {
    guard case .due(let since, _, _) = task.state, check.now - since > OverdueTask.patience,
      let reason = check.impediment(number)
    else { return nil }
    var stuck = OverdueTask(name: task.name, since: since, lastSuccess: task.lastSuccess)
    stuck.cause = .cannotStart(reason)
    return stuck
  }

  /// Of one that a run has had since before it was due anew: it is at it still, or at what comes before it.
  private func hanging(_ number: Int, _ task: DueTask, _ check: DueCheck) throws(CommandFailure) -> OverdueTask? {
    guard case .due(let since, _, _) = task.state, check.now - since > OverdueTask.patience,
      !check.isOfNow || check.runAt(number) != nil
    else { return nil }
    // What is made up for is due since the first time that was missed, which the run was for.
    func isFromBefore(_ start: Timestamp) -> Bool {
      start < since || check.now - start > OverdueTask.period(task.name.tier) + OverdueTask.patience
    }
    var hanging = OverdueTask(name: task.name, since: since, lastSuccess: task.lastSuccess)
    if let work = try read({ () throws(RunLogFailure) in try log.tryAtWork(on: task.name, at: check.now) }) {
      hanging.cause = .run(work.run, since: work.start, isOwn: true)
      return isFromBefore(work.start) ? hanging : nil
    }
    hanging.cause = check.isOfNow ? try blockingRun(check) : nil
    guard case .run(check.runAt(number), let start, _) = hanging.cause, isFromBefore(start) else { return nil }
    return hanging
  }

  /// The run of `run --due` that has been under way for long, and while which is no other starts anything.
  private func blockingRun(_ check: DueCheck) throws(CommandFailure) -> OverdueTask.Cause? {
    let runs = try read { () throws(RunLogFailure) in try log.runsOfDue(at: check.now) }
    return runs.first { check.now - $0.start > OverdueTask.patience && (!check.isOfNow || check.isUnderWay($0.run)) }
      .map {
        .run($0.run, since: $0.start, isOwn: false)
      }
  }

  /// Those that were overdue when the freeze began to hold them up, or took up the last window that they had: it makes
  /// nothing better.
  private func frozen(
    _ check: DueCheck, besides found: Set<TaskName>, _ asked: Set<TaskName>?
  ) throws(CommandFailure) -> [OverdueTask] {
    var held: [Timestamp: [Int]] = [:]
    for (number, task) in check.due.tasks.enumerated()
    where !found.contains(task.name) && asked?.contains(task.name) != false && !check.isOpen(number) {
      if let start = try check.heldByFreeze(number, log) { held[start, default: []].append(number) }
    }
    var frozen: [OverdueTask] = []
    for (start, numbers) in held.sorted(by: { $0.key < $1.key }) {
      let names = Set(numbers.map { check.due.tasks[$0].name })
      let before = try tasks(by: Timestamp(microseconds: start.microseconds - 1), heldUp: names)
      for number in numbers where !check.wasTried(number, since: start) {
        let name = check.due.tasks[number].name
        guard var task = before.first(where: { $0.name == name }) else { continue }
        if task.unanswered != nil {
          guard let answered = try read({ () throws(RunLogFailure) in try check.waited(number, at: start, log) })
          else { continue }
          (task.unanswered, task.wait) = (nil, OverdueTask.Wait(end: answered))
        }
        // Its words name a next one, which the freeze has taken up.
        task.missedWindow = nil
        task.freeze = try check.hold(byFreezeAhead: number, log)
        frozen.append(task)
      }
    }
    return frozen
  }

  private func read<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) {
      return try body()
    } catch {
      throw CommandFailure(error)
    }
  }
}
