import Diagnostics
import Scheduling

/// The tasks of one tier in the order written, and how they are run.
package struct TierSchedule: Sendable {
  package var tier: Tier
  package var at: TimeOfDay?
  /// Tasks at once.
  package var jobs: Int
  package var tasks: [MaintenanceTask]
  package var place: Place

  package init(tier: Tier, at: TimeOfDay? = nil, jobs: Int = 1, tasks: [MaintenanceTask] = [], place: Place) {
    self.tier = tier
    self.at = at
    self.jobs = jobs
    self.tasks = tasks
    self.place = place
  }
}
