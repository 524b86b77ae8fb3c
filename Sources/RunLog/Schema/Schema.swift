import CSQLite

/// The schema's versions and the way to the latest. A database says by its `application_id` that it is a run log, and
/// by its `user_version` which version of the schema it has.
enum Schema {
  /// "MNTL" in ASCII, at offset 68 of the file.
  static let applicationID = 0x4d4e_544c

  /// In order, from version 1, without gaps. One that was released is never changed.
  static let migrations = [
    Migration(version: 1, sql: version1), Migration(version: 2, sql: version2), Migration(version: 3, sql: version3),
    Migration(version: 4, sql: version4), Migration(version: 5, sql: version5), Migration(version: 6, sql: version6),
    Migration(version: 7, sql: version7), Migration(version: 8, sql: version8),
    Migration(version: 9, sql: version9), Migration(version: 10, sql: version10),
    Migration(version: 11, sql: version11), Migration(version: 12, sql: version12),
    Migration(version: 13, sql: version13), Migration(version: 14, sql: version14),
    Migration(version: 15, sql: version15, then: beginChain), Migration(version: 16, sql: version16),
    Migration(version: 17, sql: version17), Migration(version: 18, sql: version18),
    Migration(version: 19, sql: version19), Migration(version: 20, sql: version20),
    Migration(version: 21, sql: version21), Migration(version: 22, sql: version22, then: countAgain),
    Migration(version: 23, sql: version23), Migration(version: 24, sql: version24),
  ]

  static var version: Int { migrations.last?.version ?? 0 }
  static let firstWithChain = 15

  /// What a database that was just opened is.
  enum State: Equatable {
    case empty
    case foreign
    case version(Int)
  }

  static func state(of connection: Connection) throws(SQLiteError) -> State {
    if try connection.pragma("application_id") == applicationID {
      return .version(try connection.pragma("user_version"))
    }
    let hasTables = try connection.first("SELECT 1 FROM sqlite_schema LIMIT 1") { _ in true } ?? false
    return hasTables ? .foreign : .empty
  }

  /// Applies what is missing in one transaction, which records itself: a crash leaves the database as it was, so that
  /// readers find a log of the version they know, of an older maint, or none. Where two processes migrate at once, the
  /// second finds it done.
  static func migrate(
    _ connection: Connection, with migrations: [Migration] = migrations, by actor: Actor = .ofProcess
  ) throws(SQLiteError) {
    try connection.transaction(.write) { () throws(SQLiteError) in
      let version = try connection.pragma("user_version")
      for migration in migrations where migration.version > version {
        try connection.execute(migration.sql)
        try migration.then(connection, actor)
        try connection.execute(
          "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(migration.version)")
      }
    }
  }
}
