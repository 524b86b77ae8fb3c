import CSQLite
import Glibc

extension Schema {
  /// The first trigger or view that no version of the schema has made, by name; nil: there is none.
  ///
  /// SQLite keeps the text of the statement that made it. What an earlier version has made and a later one has dropped is
  /// maint's own, too.
  static func strangeObject(in connection: Connection) throws(SQLiteError) -> StrangeObject? {
    var found: StrangeObject?
    _ = try connection.eachWhile(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' OR type = 'view' ORDER BY name"
    ) { row in
      if isOwn(row.text(3)) { return true }
      found = StrangeObject(row.text(0) == "view" ? .view : .trigger, name: row.text(1), table: row.text(2))
      return false
    }
    return found
  }

  /// Whole, up to the semicolon: of a view, a part would be another view.
  private static func isOwn(_ sql: String) -> Bool {
    // To C it would end there.
    if sql.utf8.contains(0) { return false }
    // To pass the texts themselves to C would copy all of them.
    return (sql + ";").withCString { statement in
      migrations.reversed().contains { $0.sql.withCString { strstr($0, statement) != nil } }
    }
  }

  /// The first object of any type that is not as maint makes it, or is not there, by name; nil: there is none. Slower than
  /// `strangeObject`: the schema is made anew, in memory, to compare with it.
  static func difference(in connection: Connection, version: Int) throws(SQLiteError) -> StrangeObject? {
    let own = try Connection(path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    for migration in migrations where migration.version <= version { try own.execute(migration.sql) }
    let (found, made) = (try objects(in: connection), try objects(in: own))
    for (name, object) in found.sorted(by: { $0.key < $1.key }) where made[name]?.sql != object.sql {
      return object.strange(made[name] == nil ? .added : .changed)
    }
    return made.sorted { $0.key < $1.key }.first { found[$0.key] == nil }?.value.strange(.removed)
  }

  private struct Object {
    let kind: StrangeObject.Kind
    let name: String
    let table: String
    let sql: String

    func strange(_ difference: StrangeObject.Difference) -> StrangeObject {
      StrangeObject(kind, name: name, table: table, difference)
    }
  }

  /// But for what SQLite makes of them by itself: indexes of constraints, which have no text, and its statistics.
  private static func objects(in connection: Connection) throws(SQLiteError) -> [String: Object] {
    var found: [String: Object] = [:]
    try connection.each("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL") {
      row throws(SQLiteError) in
      let object = Object(
        kind: try row.enumeration(0, as: StrangeObject.Kind.self), name: row.text(1), table: row.text(2),
        sql: row.text(3))
      if !statistics.contains(object.sql) { found["\(row.text(0)) \(object.name)"] = object }
    }
    return found
  }

  /// <https://www.sqlite.org/fileformat2.html#internal_schema_objects>
  private static let statistics: Set<String> = [
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
  ]
}
