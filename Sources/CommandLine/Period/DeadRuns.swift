import Catalog
import Execution
import Reporting
import RunLog
import Scheduling

/// The runs whose maint is gone, and that no other maint has found so far: the log has no outcome of them, and yet they were tried.
struct DeadRuns {
  private let runs: [RunRecord]

  /// `log`: in which nothing of them is written down, since it is only read.
  init(in log: RunLog) throws(RunLogFailure) {
    let dead = try log.deadRuns(isAlive: OwnProcess.isAlive)
    // Most logs have none, and their tasks need not be read.
    runs = dead.isEmpty ? [] : try log.runsWithoutOutcome().filter { dead.contains($0.number) }
  }

  /// What is open in them counts as interrupted.
  var numbers: Set<Int> { Set(runs.map(\.number)) }

  /// The numbers of the others without an outcome, which are at work.
  func underWay(in span: Range<Timestamp>, _ log: RunLog) throws(RunLogFailure) -> [Int] {
    let dead = numbers
    return try log.runsWithoutOutcome().filter { span.contains($0.header.startedAt) && !dead.contains($0.number) }
      .map(\.number)
  }

  /// The newest first.
  func tries(in span: Range<Timestamp>) -> [FailedTry] {
    openTasks.reversed().compactMap { run, task in
      guard let start = task.startedAt, span.contains(start) else { return nil }
      return FailedTry(
        run: run, position: task.position, task: task.name, runbook: task.runbook, began: start, outcome: .interrupted,
        reason: task.steps.last.map { "its maint is gone, in the step '\($0.name)'" } ?? "its maint is gone")
    }
  }

  /// Those that may have changed something, as the status tells of them.
  func doubts(at moment: Timestamp) -> [TaskInDoubt] {
    openTasks.compactMap { run, task in
      guard let start = task.startedAt, start < moment, task.mayHaveChanged else { return nil }
      return TaskInDoubt(
        run: run, task: task.name, runbook: task.runbook, cause: .interrupted, reason: "its maint is gone")
    }
  }

  private var openTasks: [(run: Int, task: TaskRecord)] {
    runs.flatMap { run in run.tasks.map { (run.number, $0) } }
  }
}
