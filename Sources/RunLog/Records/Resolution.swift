import Scheduling

/// Somebody's word that what a task left behind has been put right.
package struct Resolution: Sendable, Hashable {
  package var by: String
  package var reason: String
  package var at: Timestamp

  package init(by: String, reason: String, at: Timestamp) {
    self.by = by
    self.reason = reason
    self.at = at
  }
}
