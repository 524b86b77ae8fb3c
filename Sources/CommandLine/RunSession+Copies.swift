import Catalog
import Planning
import Reporting
import RunLog

/// What is left to do when all tasks have ended: their backups are taken off-site.
extension RunSession {
  /// Those tasks that make a backup which is to be copied. Taking something back makes no backup.
  var tasksToCopy: [PlannedTask] {
    switch beginning {
    case .anew, .after:
      if boundary != nil { return [] }
      let isCopied = plan.runbooks.map { $0.copyCommand(plan.defaults) != nil }
      return plan.tasks.filter { isCopied[$0.runbook] }
    case .recovery, .continuation, .rollback: return []
    }
  }

  /// Copies what is due of the run's tasks, of earlier runs, too. The outcome of the run stands; what fails here is told,
  /// and due again with the next run of the task.
  func copyBackups(run: Int, _ place: String, runner: SupervisedRunner, host: RunHost, console: RunOutput) {
    let tasks = tasksToCopy
    if tasks.isEmpty { return }
    let known = Dictionary(tasks.map { ($0.name, $0) }) { first, _ in first }
    let isQuiet = context.invocation.has(.quiet)
    var round = CopyRound(
      copier: BackupCopier(state: state, project: place, log: log, runner: runner, host: host),
      command: NextCommand(context).text
    ) { text, isProblem in
      if isProblem {
        warn(text)
      } else if !isQuiet {
        console.write(text.utf8, lines: 1)
        console.settle()
      }
    }
    round.copyDue { due throws(RunLogFailure) in
      guard let task = known[due.task], case let runbook = plan.runbook(of: task),
        let command = runbook.copyCommand(plan.defaults)
      else { return nil }
      var job = CopyJob(
        id: BackupID(run: due.run, task: due.task), command: command,
        parameters: try log.origin(of: due.task, run: due.run)?.parameters ?? [], secrets: runbook.secrets)
      // What it sources was approved with the task, and may be another file by now.
      job.objection = { [approvedFiles] in approvedFiles.objection(to: task) }
      return job
    }
    round.conclude()
  }
}
