/// A trigger or a view in the database of a run log that maint has not made: whoever made it can have rows written that
/// nobody asked for, in the midst of what maint writes.
package struct StrangeObject: Sendable, Hashable {
  package enum Kind: String, Sendable { case trigger, view }

  package var kind: Kind
  package var name: String
  /// The table that a trigger acts on; of a view its own name.
  package var table: String

  package init(_ kind: Kind, name: String, table: String) {
    (self.kind, self.name, self.table) = (kind, name, table)
  }
}
