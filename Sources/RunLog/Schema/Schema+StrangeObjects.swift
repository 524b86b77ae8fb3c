extension Schema {
  /// The first trigger or view that no version of the schema has made, by name; nil: there is none.
  ///
  /// SQLite keeps the text of the statement that made it. What an earlier version has made and a later one has dropped is
  /// maint's own, too.
  static func strangeObject(in connection: Connection) throws(SQLiteError) -> StrangeObject? {
    var found: StrangeObject?
    _ = try connection.eachWhile(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' OR type = 'view' ORDER BY name"
    ) { row throws(SQLiteError) in
      if try isOwn(row.text(3), in: connection) { return true }
      found = StrangeObject(row.text(0) == "view" ? .view : .trigger, name: row.text(1), table: row.text(2))
      return false
    }
    return found
  }

  /// Whole, up to the semicolon: of a view, a part would be another view.
  private static func isOwn(_ sql: String, in connection: Connection) throws(SQLiteError) -> Bool {
    for migration in migrations.reversed() {
      let values: [Value] = [.text(migration.sql), .text(sql + ";")]
      let isIn = try connection.first("SELECT instr(?, ?) > 0", values) { $0.truth(0) }
      if isIn ?? false { return true }
    }
    return false
  }
}
