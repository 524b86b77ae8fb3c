import Catalog
import Diagnostics
import Metrics
import Reporting
import RunLog

/// `maint runlog maintain`: thins old samples and puts the run log in order.
struct RunlogMaintainVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let isDryRun = context.invocation.has(.dryRun)
    let now = SystemClock.wall()
    let result: MaintenanceResult
    if isDryRun {
      let state = try context.folders.state()
      result = try context.withRunLogFile { () throws(RunLogFailure) in
        let log = try RunLog.open(state: state, access: .readOnly)
        return try log.maintenanceToDo(now: now, in: context.zone, keeping: namesKept(in: log))
      }
    } else {
      let log = try context.openRunLogFile()
      result = try context.withRunLogFile { () throws(RunLogFailure) in
        try log.maintain(now: now, in: context.zone, keeping: namesKept(in: log))
      }
    }
    let report = RunLogMaintenanceReport(result, isDryRun: isDryRun)
    context.output.write(context.isJSON ? report.json : report.text)
    return .success
  }

  /// The samples that metrics are reckoned from, by their usual names and by those that the schedules give, of this project and of
  /// each that has runs in the log: each of them counts for figures of the past. nil: the schedules cannot be read.
  private func namesKept(in log: RunLog) throws(RunLogFailure) -> Set<String>? {
    var names = Set(Metric.allCases.compactMap(\.usualSample))
    for text in try log.latestProjectTexts() {
      var diagnostics = DiagnosticBag()
      names.formUnion(
        ChosenMetrics(CatalogLoader.load(text: text, diagnostics: &diagnostics).metrics).sampleNames.values)
    }
    guard FolderChoice.isProject(context.folders.project) else { return names }
    guard let goals = PeriodProject.readableGoals(context) else {
      context.errors.write(
        "maint: no sample is thinned this time: the schedules have mistakes, so it is not known which samples metrics need; "
          + "'\(NextCommand(context)("check"))' shows them\n")
      return nil
    }
    return names.union(ChosenMetrics(goals).sampleNames.values)
  }
}
