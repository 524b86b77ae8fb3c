import Scheduling

/// An entry of the audit chain in columns.
package struct AuditRow: Sendable, Hashable {
  package var entry: Int
  package var at: Timestamp
  package var kind: String
  package var by: String
  package var uid: Int
  package var run: Int?
  /// All else, as a JSON object.
  package var details: String
  package var hash: String

  package init(
    entry: Int, at: Timestamp, kind: String, by: String, uid: Int, run: Int?, details: String, hash: String
  ) {
    self.entry = entry
    self.at = at
    self.kind = kind
    self.by = by
    self.uid = uid
    self.run = run
    self.details = details
    self.hash = hash
  }
}
