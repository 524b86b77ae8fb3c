import Catalog
import Execution
import Planning
import Rehearsal
import Reporting
import RunLog

/// The drill of one task: its trunk, and the points that branch off from it.
final class TaskDrill {
  private let drill: RollbackDrill
  private let index: Int
  private let task: PlannedTask
  private let runbook: Runbook
  private var earlier: Sandbox?
  private var secrets: [String] = []
  /// The trunk came to no good end, so nothing can be built upon it.
  private(set) var hasFailed = false

  init(_ drill: RollbackDrill, task index: Int) {
    self.drill = drill
    self.index = index
    task = drill.plan.tasks[index]
    runbook = drill.plan.rehearsed.runbook(of: task)
  }

  /// `earlier`: in which the task before it was carried out.
  func callAsFunction(from earlier: Sandbox?) throws(SandboxFailure) {
    self.earlier = earlier
    let trunk = try Sandbox(on: drill.ground, beginning)
    drill.add(trunk: trunk)
    for note in trunk.notes { drill.note(note) }
    try writeNeeds(trunk)
    try trunk.start(drill.surroundings.arguments, environment: SandboxSurroundings.environment, output: .kept)
    var ending: Sandbox.Ending?
    while ending == nil, !drill.isDone {
      switch try trunk.nextEvent() {
      case .ended(let found): ending = found
      case .message(.ready): trunk.answer(.orders(orders(goesOn: false)))
      case .message(.begins(let attempt)):
        if isPoint(attempt) { try tryPoints(of: attempt.step, trunk) }
        trunk.answer(.goOn)
      case .message(.ended), .message(.secret): trunk.answer(.goOn)
      }
    }
    if let ending { try end(trunk, ending) }
  }

  private var beginning: Sandbox.Beginning { earlier.map { .from($0) } ?? .host }

  private func orders(goesOn: Bool) -> SandboxOrders {
    var orders = SandboxOrders()
    (orders.task, orders.goesOn) = (index, goesOn)
    return orders
  }

  /// The needs of the host's run log count in each sandbox that begins anew.
  private func writeNeeds(_ sandbox: Sandbox) throws(SandboxFailure) {
    do throws(CommandFailure) {
      try MetNeeds.write(of: drill.plan, workplace: sandbox.workplace)
    } catch {
      throw SandboxFailure(error.message)
    }
  }

  private func isPoint(_ attempt: AttemptKey) -> Bool {
    guard attempt.number == 1, runbook.noRollbackReason == nil, !runbook.change.isEmpty else { return false }
    return attempt.step.stage == .change || attempt.step.stage == .verify
  }
}

// MARK: - Points

extension TaskDrill {
  private func tryPoints(of step: StepKey, _ trunk: Sandbox) throws(SandboxFailure) {
    let isAllThere = try trunk.isAllInLayers()
    let base = isAllThere && !drill.keeps ? trunk : nil
    var first = [point(step, .failure), point(step, .crash)]
    if step.stage == .change { first.append(point(step, .fullDisk)) }
    let isLast = step == lastStep
    if isLast { first += stepsBack.map { point($0, .wayBack) } + cleanups.map { point($0, .cleanup) } }
    let runs = try carryOut(first, failing: step, base)
    // What it did where it was let finish says where it can be interrupted.
    guard let finished = runs.first(where: { $0.point.fault == .failure }) else {
      return try tryInterruptions(of: step, paths: 1, time: .seconds(1), base)
    }
    try tryInterruptions(
      of: step, paths: finished.pathsWritten, time: finished.time(of: step) ?? .seconds(1), base)
  }

  private func tryInterruptions(
    of step: StepKey, paths: Int, time: Duration, _ base: Sandbox?
  ) throws(SandboxFailure) {
    var points = [point(step, .timeout)]
    if paths > 0 { points += [1, drill.laterWrite(paths: paths)].map { point(step, .kill(afterWrites: $0)) } }
    // A point that is asked for by its name has its number of writes in it.
    if let asked = drill.only.flatMap(Self.writes) { points.append(point(step, .kill(afterWrites: asked))) }
    _ = try carryOut(points, failing: step, base, limit: time + .milliseconds(100))
  }

  private static func writes(in id: String) -> Int? {
    // Before it the task may stand, whose name has a full stop too.
    let words = id.split(separator: "/").last?.split(separator: ".") ?? []
    return words.count == 4 && words[2] == "killed" ? Int(words[3]) : nil
  }

  private func point(_ step: StepKey?, _ fault: RollbackPoint.Fault) -> RollbackPoint {
    RollbackPoint(task: task.name, isOnlyTask: drill.isOnlyTask, step: step, fault: fault)
  }

  /// The last that goes forward, whether or not its `if` lets it run.
  private var lastStep: StepKey {
    let stage: Stage = runbook.verify.isEmpty ? .change : .verify
    return StepKey(task: 0, stage: stage, position: runbook.steps(of: stage).count - 1)
  }

  private var stepsBack: [StepKey] {
    let undos = runbook.change.indices.filter { runbook.change[$0].undo != nil }
      .map { StepKey(task: 0, stage: .rollback, position: $0, isUndo: true) }
    // What only warns fails nothing.
    let rest = runbook.stepsToRun(of: .rollback)
    return undos
      + rest.indices.filter { rest[$0].onFailure == .fail }.map { StepKey(task: 0, stage: .rollback, position: $0) }
  }

  private var cleanups: [StepKey] {
    runbook.cleanup.indices.map { StepKey(task: 0, stage: .cleanup, position: $0) }
  }

  /// As many at once as may be; the results in the order of the points.
  private func carryOut(
    _ points: [RollbackPoint], failing step: StepKey, _ base: Sandbox?, limit: Duration? = nil
  ) throws(SandboxFailure) -> [PointRun] {
    var waiting = points.filter { drill.only == nil || drill.only == $0.id }
    waiting = waiting.enumerated().filter { index, point in waiting.firstIndex(of: point) == index }.map(\.element)
    let all = waiting
    var (running, ended): ([PointRun], [PointRun]) = ([], [])
    while !waiting.isEmpty || !running.isEmpty {
      while !waiting.isEmpty, running.count < drill.jobs {
        running.append(try start(waiting.removeFirst(), failing: step, base, limit: limit))
      }
      for (index, event) in try Sandbox.nextEvents(of: running.map(\.sandbox)).reversed() {
        guard try running[index].handle(event) else { continue }
        ended.append(running.remove(at: index))
      }
    }
    ended.sort { all.firstIndex(of: $0.point) ?? 0 < all.firstIndex(of: $1.point) ?? 0 }
    for run in ended {
      var result = try run.result(of: runbook)
      if drill.only != nil { try run.openShell() }
      if drill.keeps, result.isFailed { result.kept = run.keep() } else { run.end() }
      drill.add(result)
    }
    return ended
  }

  private func start(
    _ point: RollbackPoint, failing step: StepKey, _ base: Sandbox?, limit: Duration?
  ) throws(SandboxFailure) -> PointRun {
    let sandbox = try Sandbox(on: drill.ground, base.map { .after($0) } ?? beginning)
    if base == nil { try writeNeeds(sandbox) }
    var orders = orders(goesOn: base != nil)
    orders.decisive = [step] + (point.step == step ? [] : [point.step].compactMap(\.self))
    let run = PointRun(point, failing: step, sandbox, drill.surroundings, orders, hangsFor: limit ?? .seconds(1))
    try run.start()
    return run
  }
}

// MARK: - The end of the trunk

extension TaskDrill {
  private func end(_ trunk: Sandbox, _ ending: Sandbox.Ending) throws(SandboxFailure) {
    guard let record = PointRun.task(in: trunk, run: 1), let outcome = record.result else {
      throw SandboxFailure(
        "\(task.name) came to no end in the sandbox: maint there \(ending.words)",
        hint: trunk.lastWords ?? "'maint rehearse \(task.name)' shows what it does")
    }
    if outcome.outcome == .skipped { return drill.leaveOut(task.name, "it is skipped: \(outcome.reason ?? "")") }
    guard outcome.outcome == .succeeded else {
      hasFailed = true
      var result = PointResult(
        point: point(nil, .laterRollback), stepName: nil,
        verdict: .failed([
          "it does not succeed in the sandbox: \(outcome.reason ?? outcome.outcome.rawValue); maint rehearse shows more"
        ]))
      result.steps = record.steps
      return drill.add(result)
    }
    guard !runbook.change.isEmpty else { return drill.leaveOut(task.name, "it changes nothing") }
    if let reason = runbook.noRollbackReason { return drill.leaveOut(task.name, "it has no rollback: \(reason)") }
    let isLeftOut = runbook.change.allSatisfy { $0.rehearsal == .skip }
    guard isLeftOut || record.steps.contains(where: { $0.key.stage == .change && $0.outcome != .skipped }) else {
      return drill.leaveOut(
        task.name,
        "with these parameters it changes nothing, as each 'if' of change says no: "
          + "give those with which it does (--with NAME=VALUE)")
    }
    let point = point(nil, .laterRollback)
    guard drill.only == nil || drill.only == point.id else { return }
    // Where more tasks follow, they go on from the trunk as it is.
    let isLast = index == drill.plan.tasks.indices.last
    if !isLast, !trunk.processes().isEmpty || !trunk.kernelChanges().isEmpty {
      drill.note("processes, network settings and IPC that \(task.name) leaves are not there for the tasks after it")
    }
    let sandbox = isLast ? trunk : try Sandbox(on: drill.ground, .after(trunk))
    let run = PointRun(point, failing: nil, sandbox, drill.surroundings, orders(goesOn: true))
    try run.takeBack()
    while !(try run.handle(try sandbox.nextEvent())) {}
    drill.add(try run.result(of: runbook))
    if drill.only != nil { try run.openShell() }
    if !isLast { run.end() }
  }
}
