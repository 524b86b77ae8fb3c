import Catalog
import Scheduling

/// An open incident that people were told of, and that nobody has said that they are at.
package struct UntendedIncident: Sendable, Hashable {
  package var number: Int
  package var level: MaintenanceTask.AlertLevel
  /// The last time.
  package var toldAt: Timestamp
}
