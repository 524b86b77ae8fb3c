import Catalog
import Checklists
import Diagnostics
import Planning
import Reporting
import RunLog
import Scheduling

/// Finds out of the tasks that items name which have succeeded in their current periods, by the schedules and the run log.
struct ChecklistTasks {
  let context: Context

  /// As the items name them; without any, no project is asked. A task that is not there is noted.
  func callAsFunction(
    of checklist: Checklist, at reading: ClockReading, diagnostics: inout DiagnosticBag
  ) throws(CommandFailure) -> [String: ChecklistTask] {
    guard checklist.items.contains(where: { !$0.tasks.isEmpty }) else { return [:] }
    let catalog = try context.loadSchedules()
    let names = Self.names(in: checklist, catalog, severity: .error, diagnostics: &diagnostics)
    let tasks = try tasks(Set(names.values), of: catalog, at: reading)
    return names.compactMapValues { tasks[$0] }
  }

  /// What is to be told of items that name tasks which are not there. Where the project cannot be read, nothing is: an
  /// item can be marked without it.
  func warnings(of checklist: Checklist) -> DiagnosticBag {
    var diagnostics = DiagnosticBag()
    guard checklist.items.contains(where: { !$0.tasks.isEmpty }) else { return diagnostics }
    var problems = DiagnosticBag()
    let trusted = TrustedProject(context: context)
    guard (try? trusted.check(folders: ["schedules"], refuse: { _ in })) != nil,
      let catalog = try? trusted.loadSchedules(diagnostics: &problems), !problems.hasErrors,
      catalog.tiers.values.contains(where: { !$0.tasks.isEmpty })
    else { return diagnostics }
    _ = Self.names(in: checklist, catalog, severity: .warning, diagnostics: &diagnostics)
    return diagnostics
  }

  /// The tasks by what items call them.
  private static func names(
    in checklist: Checklist, _ catalog: Catalog, severity: Diagnostic.Severity, diagnostics: inout DiagnosticBag
  ) -> [String: TaskName] {
    var names: [String: TaskName] = [:]
    for mention in checklist.items.flatMap(\.tasks) {
      do throws(TargetProblem) {
        names[mention.name] = try task(mention.name, in: catalog)
      } catch {
        let place = Place.text(checklist.source, mention.range)
        let hint =
          (error.hint.map { "\($0); " } ?? "") + "name a task that is there, or leave '(maint: …)' out of the item"
        diagnostics.append(Diagnostic(.missingTask, error.message, severity: severity, at: place, hint: hint))
      }
    }
    return names
  }

  private static func task(_ name: String, in catalog: Catalog) throws(TargetProblem) -> TaskName {
    switch try TargetResolver.resolve(name, in: catalog) {
    case .task(let name): return name
    case .tier, .runbook:
      throw TargetProblem(
        .unclear, "'\(name)' is no task", hint: "name a task, such as \(Tier.daily.rawValue).log_rotation")
    }
  }

  private func tasks(
    _ names: Set<TaskName>, of catalog: Catalog, at reading: ClockReading
  ) throws(CommandFailure) -> [TaskName: ChecklistTask] {
    let zones = ZoneMemory()
    let due = DueTasks(catalog, hostZone: context.zone) { zones.zone(named: $0) }
    let asked = zip(due.tasks, due.rules).filter { names.contains($0.0.name) }.map { (name: $0.0.name, rule: $0.1) }
    let log = try context.openLogForReading()
    let histories: [DueHistory]
    let withdrawn: [TaskName: WithdrawnSuccess]
    do throws(RunLogFailure) {
      let stretches = asked.map { (name: $0.name, stretch: $0.rule.stretch(at: reading.wall)) }
      histories = try log?.dueHistories(of: stretches, clock: reading) ?? asked.map { _ in DueHistory() }
      withdrawn = try log?.withdrawnSuccesses(of: names) ?? [:]
    } catch {
      throw CommandFailure(error)
    }
    var tasks: [TaskName: ChecklistTask] = [:]
    for (task, history) in zip(asked, histories) {
      tasks[task.name] = ChecklistTask(
        name: task.name, counts: Self.counts(history, by: task.rule, at: reading.wall), lastSuccess: history.lastStart,
        withdrawn: withdrawn[task.name])
    }
    return tasks
  }

  /// Tasks of `emergency` have no period: any success of theirs counts.
  private static func counts(_ history: DueHistory, by rule: DueRule, at now: Timestamp) -> Bool {
    rule.tier == .emergency ? history.lastSuccess != nil : rule.done(at: now, history: history) != nil
  }
}
