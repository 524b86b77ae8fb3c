import Scheduling

extension Catalog {
  /// Whether there is anything that may hold up a task.
  package var holdsUpTasks: Bool { !windows.isEmpty || !freezes.isEmpty }

  /// When a task may start: one that changes something in its window and outside freezes; one that only checks in the
  /// window that it names itself. nil: nothing ever holds it up.
  ///
  /// `zone` finds the zones of windows; one that is gone since the catalog was bound is the host's.
  package func clearance(
    of task: MaintenanceTask, exceptions: [WindowException] = [], hostZone: Zone, zone: (String) -> Zone?
  ) -> Clearance? {
    let changes = runbooks[task.runbook].map { !$0.change.isEmpty } ?? false
    let window = changes || task.window != nil ? window(of: task) : nil
    guard window != nil || changes && !freezes.isEmpty else { return nil }
    return Clearance(
      window: window, zone: window?.timezone.flatMap(zone) ?? hostZone, freezes: changes ? freezes : [],
      hostZone: hostZone, exceptions: exceptions)
  }
}
