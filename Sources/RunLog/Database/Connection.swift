import CSQLite

/// An open SQLite database and its cache of prepared statements. Used from one thread.
final class Connection {
  let pointer: OpaquePointer
  /// By SQL text. The texts are written in the source, so the cache is bounded by it.
  private var statements: [String: Statement] = [:]
  private var oftenUsed: [StatementText: Statement] = [:]
  /// A message was put into the outbox since somebody last looked.
  var hasPosted = false
  /// It reads what lies there, and an index of the write-ahead log that is there as well.
  var makesNoFiles = false
  /// Whose messages are written and delivered through it.
  var owner = OutboxOwner()
  #if DEBUG
    private let failpoint = Failpoint()
  #endif
  /// Once for the process, before its first connection.
  private static let configured = maint_sqlite3_keep_no_statistics()

  /// `uri` as <https://sqlite.org/uri.html> describes it, `flags` as for `sqlite3_open_v2`.
  convenience init(uri: String, flags: Int32) throws(SQLiteError) {
    try self.init(path: uri, flags: flags | SQLITE_OPEN_URI)
  }

  /// Of a file that begins with a slash.
  init(path: String, flags: Int32) throws(SQLiteError) {
    _ = Self.configured
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(connection: opened, code: code)
      sqlite3_close_v2(opened)
      throw error
    }
    pointer = opened
  }

  /// Has the kernel close it when the process ends: SQLite would take its schema apart piece by piece, for 0.15 ms.
  func leaveOpen() { _ = Unmanaged.passRetained(self) }

  deinit {
    statements.removeAll()
    oftenUsed.removeAll()
    sqlite3_close_v2(pointer)
  }

  /// Runs statements that take no values, separated by `;`.
  func execute(_ sql: String) throws(SQLiteError) {
    // What a reader runs so may be run twice.
    let code = Statement.whole { sqlite3_exec(pointer, sql, nil, nil, nil) }
    guard code == SQLITE_OK else { throw SQLiteError(connection: pointer, code: code, sql: sql) }
  }

  /// Runs a statement that answers no rows.
  func run(_ sql: String, _ values: [Value] = []) throws(SQLiteError) { try run(try statement(sql), values) }

  func run(_ text: StatementText, _ values: [Value]) throws(SQLiteError) { try run(try statement(text), values) }

  private func run(_ statement: Statement, _ values: [Value]) throws(SQLiteError) {
    defer { statement.reset() }
    try statement.bind(values)
    while try statement.step() {}
  }

  /// Calls `body` on each row in order; `body` must not run the same SQL text again.
  func each(
    _ sql: String, _ values: [Value] = [], _ body: (Statement) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    _ = try eachWhile(sql, values) { row throws(SQLiteError) in
      try body(row)
      return true
    }
  }

  /// Calls `body` on each row in order until it answers false; returns its last answer.
  func eachWhile(
    _ sql: String, _ values: [Value] = [], _ body: (Statement) throws(SQLiteError) -> Bool
  ) throws(SQLiteError) -> Bool {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    while try statement.step() {
      guard try body(statement) else { return false }
    }
    return true
  }

  /// What `body` makes of the first row; nil without one.
  func first<Result>(
    _ sql: String, _ values: [Value] = [], _ body: (Statement) throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result? {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    return try statement.step() ? try body(statement) : nil
  }

  /// The key that the last INSERT gave to its row.
  var lastRow: Int { Int(sqlite3_last_insert_rowid(pointer)) }

  /// How many rows the last statement changed.
  var changes: Int { Int(sqlite3_changes(pointer)) }

  /// The integer that a pragma answers.
  func pragma(_ name: String) throws(SQLiteError) -> Int {
    let statement = try Statement("PRAGMA \(name)", on: pointer, isKept: false)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// Runs `body` in a transaction of the kind: all of it happens or nothing.
  func transaction<Result>(
    _ kind: TransactionKind, _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try run(kind.rawValue)
    do {
      let result = try body()
      #if DEBUG
        if kind == .write { failpoint?.pass(.before) }
      #endif
      try run("COMMIT")
      #if DEBUG
        if kind == .write { failpoint?.pass(.after) }
      #endif
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  /// Some errors (full, I/O, memory) have SQLite roll back by itself, and then there is nothing to do.
  private func rollBack() {
    if sqlite3_get_autocommit(pointer) == 0 { try? run("ROLLBACK") }
  }

  private func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let kept = statements[sql] { return kept }
    let prepared = try Statement(sql, on: pointer, isKept: true)
    statements[sql] = prepared
    return prepared
  }

  private func statement(_ text: StatementText) throws(SQLiteError) -> Statement {
    if let kept = oftenUsed[text] { return kept }
    let prepared = try Statement(text.sql, on: pointer, isKept: true)
    oftenUsed[text] = prepared
    return prepared
  }
}

/// How a transaction begins.
enum TransactionKind: String {
  /// One snapshot for all reads; never waits and makes nobody wait.
  case read = "BEGIN DEFERRED"
  /// Takes the write lock first, so that it waits for another writer and cannot fail half-way because of one.
  case write = "BEGIN IMMEDIATE"
}
