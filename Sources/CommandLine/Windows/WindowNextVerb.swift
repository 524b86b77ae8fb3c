import Catalog
import Glibc
import Planning
import Reporting
import Scheduling

/// `maint window next [TARGET…]`: when changes of each tier may start next, or those of the targets.
struct WindowNextVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let request = try PlanRequest(context)
    let now = SystemClock.wall()
    let exceptions = try WindowGrant.exceptions(in: try context.openLogForReading(), at: now)
    let gatekeeper = Gatekeeper(request.catalog, context: context, exceptions: exceptions)
    let entries = request.targetsOrAll.flatMap { Self.entries(of: $0, request, gatekeeper) }
    let report = WindowNextReport(entries, now: now)
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }

  /// A tier, and those of its tasks that have a window of their own; or the one task.
  private static func entries(
    of target: Target, _ request: PlanRequest, _ gatekeeper: Gatekeeper
  ) -> [WindowNextReport.Entry] {
    guard case .tier(let tier) = target else {
      return request.tasks(of: target).map { task in
        // What nothing holds up has no bounds.
        let clearance =
          gatekeeper.clearance(of: task)
          ?? Clearance(
            window: nil, zone: gatekeeper.hostZone, freezes: [], hostZone: gatekeeper.hostZone, exceptions: [])
        return .init(name: task.name.description, clearance: clearance)
      }
    }
    let own = request.tasks(of: target).filter { $0.window != nil }
    return [.init(name: tier.rawValue, clearance: gatekeeper.clearance(of: request.catalog.window(of: tier)))]
      + own.compactMap { task in
        gatekeeper.clearance(of: task).map { .init(name: task.name.description, clearance: $0) }
      }
  }
}
