import CSQLite

extension Connection {
  /// So many problems are told: where there is one, there are often thousands.
  private static let problemsTold = 100

  /// What SQLite finds wrong with the database, the first of it. Within a transaction of its own, so that it is one moment's.
  func problems(isQuick: Bool) throws(SQLiteError) -> [String] {
    var found: [String] = []
    do throws(SQLiteError) {
      try transaction(.read) { () throws(SQLiteError) in
        let pragma = isQuick ? "quick_check" : "integrity_check"
        try each("PRAGMA \(pragma)(\(Self.problemsTold))") { row in
          if row.text(0) != "ok" { found.append(row.text(0)) }
        }
        try each("PRAGMA foreign_key_check") { row in
          guard found.count < Self.problemsTold else { return }
          found.append("a row of \(row.text(0)) belongs to a row of \(row.text(2)) that is not there")
        }
      }
    } catch {
      // So damaged that it cannot be looked through.
      guard [SQLITE_CORRUPT, SQLITE_NOTADB].contains(error.plainCode) else { throw error }
      found.append("\(error)")
    }
    return found
  }

  /// In bytes: of the database, and of what in it is free.
  func sizes() throws(SQLiteError) -> (all: Int, free: Int) {
    let page = try pragma("page_size")
    return (try pragma("page_count") * page, try pragma("freelist_count") * page)
  }
}
