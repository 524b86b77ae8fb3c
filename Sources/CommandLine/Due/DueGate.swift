import Catalog
import Planning
import Scheduling

/// Whether a task that is due may start by the clock, and why not.
struct DueGate {
  private let clearance: Clearance

  /// nil: nothing ever holds it up.
  init?(of task: MaintenanceTask, in catalog: Catalog, hostZone: Zone, zone: (String) -> Zone?) {
    guard let clearance = catalog.clearance(of: task, hostZone: hostZone, zone: zone) else { return nil }
    self.clearance = clearance
  }

  func admission(at now: Timestamp) -> DueSelection.Admission {
    switch clearance.state(at: now) {
    case .open(let open): .open(until: clearance.change(of: .open(open), at: now))
    case .shut(_, let opens): .shut(until: opens)
    }
  }

  /// nil where it may start.
  func reason(at now: Timestamp) -> String? {
    switch clearance.state(at: now) {
    case .open: nil
    case .shut(.outsideWindow(let name), _): "outside the window '\(name)'"
    case .shut(.cutoff(let name, _), _): "in the last part of the window '\(name)'"
    case .shut(.freeze(let reason, _), _): "change freeze (\(reason))"
    }
  }
}
