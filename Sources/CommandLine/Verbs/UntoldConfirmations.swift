import Catalog
import Diagnostics
import Notification
import Scheduling

/// Tasks that wait for somebody to confirm them when they are run by the clock, where nobody would be told that they wait.
enum UntoldConfirmations {
  static func warnings(of catalog: Catalog) -> [Diagnostic] {
    let channels = Routing(catalog.coordination).channels(kind: .maintenanceNotifications, level: .warning)
    guard channels.isEmpty else { return [] }
    let tasks = Tier.allCases.filter { $0 != .emergency }.flatMap { catalog.tiers[$0]?.tasks ?? [] }
    return tasks.compactMap { task in
      guard let limit = catalog.runbooks[task.runbook]?.confirm else { return nil }
      return Diagnostic(
        .untoldConfirmation,
        "\(task.name) waits \(DurationText.format(limit)) for 'maint confirm', and nobody is told that it does",
        severity: .warning, at: task.place,
        hint:
          "by the clock it would always be rolled back: give 'warning' of alerts in maintenance_coordination a channel, or "
          + "move it to emergency, which is run by hand")
    }
  }
}
