import Catalog
import Glibc
import Reporting
import RunLog
import Scheduling

/// `maint window list`: windows, freezes, exceptions.
struct WindowListVerb {
  /// Exceptions shown beside those in force.
  private static let shownExceptions = 10

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalog = try context.loadCatalog()
    let log = try context.openLogForReading()
    let now = SystemClock.wall()
    let exceptions: [WindowExceptionRecord]
    do throws(RunLogFailure) {
      exceptions = try log.map { log throws(RunLogFailure) in try records(log, at: now) } ?? []
    } catch {
      throw CommandFailure(error)
    }
    let gatekeeper = Gatekeeper(catalog, context: context, exceptions: exceptions.compactMap(\.exception))
    let report = WindowListReport(
      windows: catalog.windows.map { window in
        WindowListReport.Entry(
          window: window, clearance: gatekeeper.clearance(of: window), governs: Self.governed(by: window, in: catalog))
      },
      freezes: catalog.freezes.filter { $0.end(in: gatekeeper.hostZone) > now }, exceptions: exceptions,
      hostZone: gatekeeper.hostZone, now: now)
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }

  /// Those in force and the latest, newest first.
  private func records(_ log: RunLog, at now: Timestamp) throws(RunLogFailure) -> [WindowExceptionRecord] {
    let latest = try log.windowExceptions(latest: Self.shownExceptions)
    let older = try log.windowExceptions(at: now).filter { record in !latest.contains { $0.number == record.number } }
    return latest + older.reversed()
  }

  /// The tier that has its name, and the tasks that name it.
  private static func governed(by window: Window, in catalog: Catalog) -> [String] {
    let tiers = catalog.tiers.keys.sorted().filter { $0.rawValue == window.name }.map(\.rawValue)
    let tasks = Tier.allCases.flatMap { catalog.tiers[$0]?.tasks ?? [] }.filter { $0.window?.name == window.name }
    return tiers + tasks.map(\.name.description)
  }
}
