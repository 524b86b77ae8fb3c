/// The keys of a construct as values, in the order of their table: for the documentation and the JSON Schema.
package struct KeyTable: Sendable {
  package struct Entry: Sendable {
    /// As written.
    package let name: String
    package let field: Field
    package let isRequired: Bool
  }

  /// With its article: `a step`.
  package let construct: String
  package let entries: [Entry]

  init<Key: SchemaKey>(_ type: Key.Type, where isMember: (Key) -> Bool = { _ in true }) {
    construct = Key.construct
    entries = Key.allCases.filter(isMember).map { key in
      Entry(name: key.rawValue, field: key.field, isRequired: Key.requiredKeys.contains(key))
    }
  }
}
