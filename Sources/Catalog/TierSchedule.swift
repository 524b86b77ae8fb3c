import Diagnostics
import Scheduling

/// The tasks of one tier in the order written, and how they are run.
package struct TierSchedule: Sendable {
  package var tier: Tier
  /// When it is due; a tier with a window is due when that opens.
  package var at: TimeOfDay?
  /// nil: what is usual for a tier with a window, or for one without.
  package var catchUp: CatchUp?
  package var retryAfter = DueRule.usualRetryAfter
  package var maxAttempts = DueRule.usualMaxAttempts
  /// Tasks at once.
  package var jobs: Int
  package var tasks: [MaintenanceTask]
  package var requireDrill: DrillRule?
  /// The roles that have to sign for each run of its tasks.
  package var signOff: [String] = []
  /// Where each of them is written.
  package var signOffPlaces: [Place] = []
  package var place: Place

  package init(tier: Tier, at: TimeOfDay? = nil, jobs: Int = 1, tasks: [MaintenanceTask] = [], place: Place) {
    self.tier = tier
    self.at = at
    self.jobs = jobs
    self.tasks = tasks
    self.place = place
  }
}
