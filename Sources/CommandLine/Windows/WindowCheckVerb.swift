import Catalog
import Glibc
import Planning
import Reporting
import Scheduling

/// `maint window check [TARGET…]`: whether tasks may start now.
struct WindowCheckVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let request = try PlanRequest(context)
    let log = try context.openLogForReading()
    let now = SystemClock.wall()
    let tasks = Self.tasks(of: request)
    let gatekeeper = Gatekeeper(
      request.catalog, context: context, exceptions: try WindowGrant.exceptions(in: log, at: now))
    let gates = try gatekeeper.gates(of: tasks, log: log)
    let report = WindowCheckReport(tasks.map { .init(task: $0.name, gate: gates[$0.name]) }, now: now)
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return report.isOpen ? .success : .notNow
  }

  /// Each once, in the order asked for; all of the project where none was.
  private static func tasks(of request: PlanRequest) -> [MaintenanceTask] {
    var found: [MaintenanceTask] = []
    for target in request.targetsOrAll {
      found += request.tasks(of: target).filter { task in !found.contains { $0.name == task.name } }
    }
    return found
  }
}
