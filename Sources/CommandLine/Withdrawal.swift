import Catalog
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// Those changes of a run that can be taken back, the last first.
struct Withdrawal {
  private let recorded: RecordedRun
  /// In the order in which they are taken back.
  let tasks: [TaskRecord]

  /// `asked`: one task, by its full name or by its name alone where one alone in the run has it; nil: all that changed
  /// something.
  init(_ recorded: RecordedRun, asked: String?, state: String, zone: Zone, log: RunLog) throws(CommandFailure) {
    self.recorded = recorded
    let run = recorded.record.number
    let named = try Self.tasks(asked, of: recorded.record)
    var (chosen, refusals): ([TaskRecord], [String]) = ([], [])
    do throws(RunLogFailure) {
      let takenBack = try log.tasksTakenBack(of: run)
      for task in named.reversed() {
        if let why = Self.refusal(of: task, recorded, takenBack: takenBack) {
          refusals.append("\(task.name) \(why)")
        } else if let later = try log.laterChange(of: task.name, after: run) {
          throw RunLogFailure(
            kind: .nothingToResolve, message: "run \(later) changed \(task.name) again since run \(run)",
            hint: "take back the later run first: 'maint rollback \(later)/\(task.name)'")
        } else if let pruned = try Self.prunedBackup(of: task, run, state, log) {
          throw RunLogFailure(
            kind: .nothingToResolve,
            message: "\(task.name) of run \(run) cannot be taken back: its backup was \(pruned.words(zone: zone))",
            hint:
              "'maint backup list \(task.name)' lists the backups that are there; 'maint backup restore ID' puts one back"
          )
        } else {
          chosen.append(task)
        }
      }
    } catch {
      throw CommandFailure(error)
    }
    guard !chosen.isEmpty else {
      throw CommandFailure(
        "nothing of run \(run) can be taken back: \(refusals.joined(separator: "; "))",
        hint: "'maint show \(run)' shows what it did", exitCode: .notFound)
    }
    tasks = chosen
  }

  private static func prunedBackup(
    of task: TaskRecord, _ run: Int, _ state: String, _ log: RunLog
  ) throws(RunLogFailure) -> PrunedBackup? {
    let events = try log.backupEvents(run: run, task: task.name)
    guard let pruned = events.last(where: { $0.kind == .prune }).flatMap({ PrunedBackup($0) }),
      access(pruned.id.folder(in: state), F_OK) != 0
    else { return nil }
    return pruned
  }

  private static func tasks(_ asked: String?, of run: RunRecord) throws(CommandFailure) -> [TaskRecord] {
    guard let asked else { return run.tasks }
    let found = run.tasks.filter { $0.name.description == asked || $0.name.name == asked }
    if found.count == 1 { return found }
    throw CommandFailure(
      "no task '\(asked)' in run \(run.number)",
      hint: "it has \(run.tasks.map(\.name.description).joined(separator: ", "))", exitCode: .notFound)
  }

  /// For the end of a sentence about the task; nil where it can be taken back.
  private static func refusal(of task: TaskRecord, _ recorded: RecordedRun, takenBack: Set<TaskName>) -> String? {
    let outcome = task.result?.outcome
    if let other = recorded.record.header.rollsBack, outcome == .rolledBack { return "took back run \(other) itself" }
    guard outcome == .succeeded else { return outcome.map(\.words) ?? "is not over" }
    if takenBack.contains(task.name) { return "was taken back already" }
    guard task.remains.steps.contains(where: { $0.key.stage == .change && $0.mayHaveRun }) else {
      return "changed nothing"
    }
    return recorded.catalog.runbooks[task.runbook]?.noRollbackReason.map { "has no rollback: \($0)" }
  }

  /// What needed another task is taken back before it; where that fails, the other stays.
  func plan() throws(CommandFailure) -> Plan {
    let all = try recorded.plan()
    var plan = all
    plan.targets = tasks.reversed().map { $0.name.tier == nil ? .runbook($0.name.name) : .task($0.name) }
    plan.tasks = tasks.map { task in
      var planned = all.tasks[task.position]
      planned.needs = tasks.indices.filter { tasks[$0].needs.contains { $0.task == task.name } }
      planned.metNeeds = []
      return planned
    }
    return plan
  }

  var remains: RunRemains {
    var remains = RunRemains(
      purpose: .rollback, results: Array(repeating: nil, count: tasks.count), tasks: [:])
    for (index, task) in tasks.enumerated() { remains.tasks[index] = task.remains.takenBack(asTask: index) }
    return remains
  }
}
