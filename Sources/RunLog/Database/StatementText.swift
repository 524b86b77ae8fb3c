/// The text of a statement that each step of a run needs.
///
/// Its prepared statement is found by the object's identity: to hash some hundred bytes of text and to compare them takes as
/// long as the binding of the values.
final class StatementText: Sendable, Hashable {
  let sql: String

  init(_ sql: String) { self.sql = sql }

  static func == (one: StatementText, other: StatementText) -> Bool { one === other }
  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
