import Scheduling

extension Catalog {
  /// Whether any tier has a task. Where schedules were moved away, renamed or emptied nothing is ever due, and a host would
  /// look fine for ever.
  package var hasTasks: Bool { tiers.values.contains { !$0.tasks.isEmpty } }

  /// The window that governs a tier: the one of its name.
  package func window(of tier: Tier) -> Window? { windows.first { $0.name == tier.rawValue } }

  /// The window of a task: the one that it names, else that of its tier.
  package func window(of task: MaintenanceTask) -> Window? {
    guard let name = task.window?.name else { return task.name.tier.flatMap { window(of: $0) } }
    return windows.first { $0.name == name }
  }

  /// The tasks that it governs, in the order of the tiers.
  package func tasks(of window: Window) -> [TaskName] {
    Tier.allCases.flatMap { tiers[$0]?.tasks ?? [] }.filter { self.window(of: $0)?.name == window.name }.map(\.name)
  }

  /// When a tier is due. `zone` finds the zones of windows, which were checked when the catalog was bound; one that is
  /// gone since is the host's.
  package func dueRule(of tier: Tier, hostZone: Zone, zone: (String) -> Zone?) -> DueRule {
    dueRule(of: tier, window: window(of: tier), hostZone: hostZone, zone: zone)
  }

  /// When a task is due: as its tier, but in its own window where it names one; nil for what is in no tier.
  package func dueRule(of task: MaintenanceTask, hostZone: Zone, zone: (String) -> Zone?) -> DueRule? {
    task.name.tier.map { dueRule(of: $0, window: window(of: task), hostZone: hostZone, zone: zone) }
  }

  private func dueRule(of tier: Tier, window: Window?, hostZone: Zone, zone: (String) -> Zone?) -> DueRule {
    let schedule = tiers[tier]
    return DueRule(
      tier: tier, zone: window?.timezone.flatMap(zone) ?? hostZone, window: window, at: schedule?.at,
      catchUp: schedule?.catchUp, retryAfter: schedule?.retryAfter ?? DueRule.usualRetryAfter,
      maxAttempts: schedule?.maxAttempts ?? DueRule.usualMaxAttempts)
  }
}
