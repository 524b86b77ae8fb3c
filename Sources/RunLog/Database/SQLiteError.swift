import CSQLite
import Glibc

/// What SQLite said when a call failed: its code, its words and the statement, never the values bound to it.
struct SQLiteError: Error, Sendable {
  /// The extended result code; its low byte is the plain one.
  var code: Int32
  var message: String
  /// The text of the statement on one line, where one was at work.
  var sql: String?

  var plainCode: Int32 { code & 0xff }

  /// What is stored is not what was written, or no database at all.
  var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(plainCode) }

  /// The last error of the connection.
  init(connection: OpaquePointer?, code: Int32, sql: String? = nil) {
    var message = String(cString: connection.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
    var code = connection.map { sqlite3_extended_errcode($0) } ?? code
    let isAboutFiles = [SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_PERM].contains(code & 0xff)
    if isAboutFiles, let connection, case let error = sqlite3_system_errno(connection), error != 0 {
      message += " (SQLite \(code), errno \(error): \(String(cString: strerror(error))))"
      // SQLite says so of the database and its log alone, not of the index beside them.
      if error == ENOSPC || error == EDQUOT { code = SQLITE_FULL }
    }
    self.init(
      code: code, message: message,
      sql: sql?.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  init(code: Int32, message: String, sql: String? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
  }

  /// A row that holds what the schema forbids.
  static func damaged(_ detail: String) -> SQLiteError {
    SQLiteError(code: SQLITE_CORRUPT, message: detail)
  }
}

extension SQLiteError: CustomStringConvertible {
  var description: String {
    let what = "SQLite \(code): \(message)"
    return if let sql { "\(what), in: \(sql)" } else { what }
  }
}
