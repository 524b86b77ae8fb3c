/// Somebody's word that a run, or whatever starts in a stretch of time, may make changes outside windows and in freezes.
package struct WindowOverride: Sendable, Hashable {
  /// The user's name.
  package var by: String
  package var uid: Int
  package var reason: String

  package init(by: String, uid: Int, reason: String) {
    self.by = by
    self.uid = uid
    self.reason = reason
  }
}
