import CSQLite

extension Connection {
  /// So many problems are told: where there is one, there are often thousands.
  private static let problemsTold = 100

  /// What SQLite finds wrong with the database, the first of it. Within a transaction of its own, so that it is one moment's.
  ///
  /// Pages that belong to nothing are counted by themselves: nothing that can be read is wrong with them.
  func integrity(isQuick: Bool) throws(SQLiteError) -> IntegrityCheck {
    var check = IntegrityCheck(isQuick: isQuick, bytes: 0, problems: [])
    do throws(SQLiteError) {
      try transaction(.read) { () throws(SQLiteError) in
        let pragma = isQuick ? "quick_check" : "integrity_check"
        var lines: [String] = []
        defer { check.problems = lines.filter { !Self.isUnusedPage($0) } }
        try find("\(pragma)(\(Self.problemsTold))", into: &lines)
        // They must not take the place of what comes after them.
        if lines.contains(where: Self.isUnusedPage) {
          lines = []
          try find("\(pragma)(\(try self.pragma("page_count") + Self.problemsTold))", into: &lines)
        }
        check.unusedPages = lines.count(where: Self.isUnusedPage)
        check.pageBytes = try self.pragma("page_size")
        lines += try strangers()
      }
    } catch {
      // So damaged that it cannot be looked through.
      guard error.isDamage else { throw error }
      check.problems.append("\(error)")
    }
    if !check.problems.isEmpty {
      check.isOfSums = try isOnlyDerivedDamaged(isQuick: isQuick)
      check.problems.removeLast(max(0, check.problems.count - Self.problemsTold))
    }
    return check
  }

  /// The lines that a check has other than `ok`.
  private func find(_ check: String, into lines: inout [String]) throws(SQLiteError) {
    let statement = try Statement("PRAGMA \(check)", on: pointer, isKept: false)
    while try statement.step() {
      let text = statement.text(0)
      if text == "ok" { continue }
      // The first row has those of the pages, below a line that says so.
      lines += text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("*** in database") }
    }
  }

  /// As versions of SQLite word it: "Page 7 is never used", "Page 7: never used".
  private static func isUnusedPage(_ line: String) -> Bool {
    line.hasPrefix("Page ") && line.hasSuffix("never used")
  }

  /// Rows of a table, or of all, that belong to a row that is not there.
  private func strangers(in table: String? = nil) throws(SQLiteError) -> [String] {
    var found: [String] = []
    let argument = table.map { "('\($0)')" } ?? ""
    _ = try eachWhile("PRAGMA foreign_key_check\(argument)") { row in
      found.append("a row of \(row.text(0)) belongs to a row of \(row.text(2)) that is not there")
      return found.count < Self.problemsTold
    }
    return found
  }

  /// Of what is reckoned from the other tables, those of which pages are damaged. They are small.
  ///
  /// Outside of transactions that write: SQLite commits none that has met damage, whatever was rolled back.
  func damagedDerivedTables() throws(SQLiteError) -> [String] {
    var found: [String] = []
    // An earlier schema has not all of them.
    let roots = try derivedRoots()
    for table in Schema.derived where roots[table.name] != nil {
      if try !isWhole(table.name, isQuick: false) { found.append(table.name) }
    }
    return found
  }

  /// Where they begin.
  func derivedRoots() throws(SQLiteError) -> [String: Int] {
    var roots: [String: Int] = [:]
    try each("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'") { row in
      roots[row.text(0)] = row.integer(1)
    }
    return roots.filter { root in Schema.derived.contains { $0.name == root.key } }
  }

  /// Whether all of the other tables are whole by themselves.
  private func isOnlyDerivedDamaged(isQuick: Bool) throws(SQLiteError) -> Bool {
    do throws(SQLiteError) {
      guard try !damagedDerivedTables().isEmpty else { return false }
      let derived = Schema.derived.map(\.name)
      var others: [String] = []
      try each("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") { row in others.append(row.text(0))
      }
      for table in others where !derived.contains(table) {
        guard try isWhole(table, isQuick: isQuick) else { return false }
      }
      return try isWhole("sqlite_schema", isQuick: isQuick)
    } catch {
      guard error.isDamage else { throw error }
      return false
    }
  }

  private func isWhole(_ table: String, isQuick: Bool) throws(SQLiteError) -> Bool {
    do throws(SQLiteError) {
      var lines: [String] = []
      try find("\(isQuick ? "quick_check" : "integrity_check")('\(table)')", into: &lines)
      guard lines.isEmpty else { return false }
      if table == "sqlite_schema" { return true }
      return try strangers(in: table).isEmpty
    } catch {
      guard error.isDamage else { throw error }
      return false
    }
  }

  /// In bytes: of the database, and of what in it is free.
  func sizes() throws(SQLiteError) -> (all: Int, free: Int) {
    let page = try pragma("page_size")
    return (try pragma("page_count") * page, try pragma("freelist_count") * page)
  }
}
