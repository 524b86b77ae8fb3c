/// One step forward of the schema: the statements that lead from the version before to `version`, and what SQL cannot say.
struct Migration: Sendable {
  var version: Int
  var sql: String
  /// Carried out after the statements, in their transaction.
  var then: @Sendable (_ connection: Connection, _ actor: Actor) throws(SQLiteError) -> Void = { _, _ in }
}
