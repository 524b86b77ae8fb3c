import Scheduling

/// An entry of the audit chain as it is kept.
package struct AuditLink: Sendable, Hashable {
  /// From 1, without gaps.
  package var entry: Int
  /// A JSON object on one line.
  package var text: String
  /// Of the hash before, and the text.
  package var hash: String
  /// Whether the text is a JSON object on one line, as maint wrote it. Only looked at where it is exported.
  package var isLegible = true

  package init(entry: Int, text: String, hash: String) {
    self.entry = entry
    self.text = text
    self.hash = hash
  }
}
