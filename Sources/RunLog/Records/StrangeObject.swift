/// Something in the schema of a run log that is not as maint makes it. Whoever made a trigger or a view can have rows written
/// that nobody asked for, in the midst of what maint writes; so can whoever gave a column another default.
package struct StrangeObject: Sendable, Hashable {
  package enum Kind: String, Sendable { case trigger, view, table, index }

  package enum Difference: Sendable {
    /// maint makes none of this name.
    case added
    case changed
    case removed
  }

  package var kind: Kind
  package var name: String
  /// The table that a trigger acts on or an index is of; else its own name.
  package var table: String
  package var difference: Difference

  package init(_ kind: Kind, name: String, table: String, _ difference: Difference = .added) {
    self.kind = kind
    self.name = name
    self.table = table
    self.difference = difference
  }
}
