import Catalog
import Diagnostics
import Execution
import Planning
import RunLog

/// A run of the past with the schedules and runbooks as they were when it began.
struct RecordedRun {
  let record: RunRecord
  let catalog: Catalog
  private let isInSandbox: Bool

  init(_ number: Int, in log: RunLog, context: Context) throws(CommandFailure) {
    let (record, text): (RunRecord?, ProjectText?)
    do throws(RunLogFailure) {
      (record, text) = (try log.run(number), try log.projectText(of: number))
    } catch {
      throw CommandFailure(error)
    }
    guard let record else {
      throw CommandFailure("there is no run \(number)", hint: "'maint log' lists the runs", exitCode: .notFound)
    }
    guard let text else {
      let next = NextCommand(context)
      throw CommandFailure(
        "run \(number) was made by maint \(record.header.version), which did not keep the text of its runbooks",
        hint: "look at \(next("show \(number)")), mend the host, then "
          + next("resolve \(number) --note 'what was done'"),
        exitCode: .humanNeeded)
    }
    var diagnostics = DiagnosticBag()
    isInSandbox = context.isInSandbox
    catalog = CatalogLoader.load(text: text, diagnostics: &diagnostics)
    self.record = record
    guard diagnostics.hasErrors else { return }
    context.errors.write(context.render(diagnostics))
    throw CommandFailure(
      "the text of run \(number) is not understood by this maint", hint: "use maint \(record.header.version) for it",
      exitCode: .invalid)
  }

  /// The tasks as they were planned, at the places that the log knows them by.
  func plan() throws(CommandFailure) -> Plan {
    var plan = Plan(targets: record.header.targets, tasks: [], runbooks: [], jobs: 1, defaults: catalog.defaults)
    var runbooks: [String: Int] = [:]
    var places: [TaskName: Int] = [:]
    for task in record.tasks {
      guard let runbook = catalog.runbooks[task.runbook] else {
        throw CommandFailure(
          "run \(record.number): the runbook '\(task.runbook)' is not among the texts that the run log kept",
          hint: "report this bug", exitCode: .bug)
      }
      let number = runbooks[runbook.name] ?? plan.runbooks.count
      if number == plan.runbooks.count { plan.runbooks.append(runbook) }
      runbooks[runbook.name] = number
      let written = scheduled(task) ?? MaintenanceTask(name: task.name, runbook: runbook.name, place: runbook.place)
      plan.tasks.append(
        PlannedTask(
          task: written, runbook: number, needs: task.needs.compactMap { places[$0.task] },
          parameters: task.parameters, locks: Set(written.locks + runbook.locks + runbook.pathLocks).sorted(),
          timeout: written.timeout))
      places[task.name] = task.position
    }
    return isInSandbox ? plan.rehearsed : plan
  }

  private func scheduled(_ task: TaskRecord) -> MaintenanceTask? {
    task.name.tier.flatMap { catalog.tiers[$0] }?.tasks.first { $0.name == task.name }
  }
}
