import Glibc
import Reporting
import RunLog

/// `maint show [RUN[/TASK]]`: one run as a tree, or one task of it.
struct ShowVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    let (run, isAlive) = try reading.run(context)
    let tasks = run.tasks.map { TaskOfRun(run: run.number, task: $0.name) }
    var report = RunReport(
      run: run, isAlive: isAlive, survivors: try reading.survivors(),
      backups: BackupSearch.backups(of: tasks, state: reading.state))
    report.only = try context.invocation.taskOfRun.map { text throws(CommandFailure) in try run.task(text) }
    report.restores = try reading { log throws(RunLogFailure) in try log.restores(ofRun: run.number) } ?? []
    report.command = NextCommand(context).text
    let text = report.text(
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone, now: SystemClock.wall())
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
