import Catalog
import Glibc
import Reporting
import Scheduling

/// `maint window next`: when changes of each tier may start next.
struct WindowNextVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalog = try context.loadCatalog()
    let now = SystemClock.wall()
    let exceptions = try WindowGrant.exceptions(in: try context.openLogForReading(), at: now)
    let gatekeeper = Gatekeeper(catalog, context: context, exceptions: exceptions)
    var entries: [WindowNextReport.Entry] = []
    for tier in Tier.allCases {
      guard let schedule = catalog.tiers[tier], !schedule.tasks.isEmpty else { continue }
      entries.append(.init(name: tier.rawValue, clearance: gatekeeper.clearance(of: catalog.window(of: tier))))
      for task in schedule.tasks where task.window != nil {
        guard let clearance = gatekeeper.clearance(of: task) else { continue }
        entries.append(.init(name: task.name.description, clearance: clearance))
      }
    }
    let report = WindowNextReport(entries, now: now)
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }
}
