/// One step forward of the schema: the statements that lead from the version before to `version`.
struct Migration: Sendable {
  var version: Int
  var sql: String
}
