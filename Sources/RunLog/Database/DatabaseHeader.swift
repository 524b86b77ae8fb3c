import CSQLite

/// What the first 100 bytes of a database file say (<https://sqlite.org/fileformat.html>, 1.3), as they lie there: what
/// is in the write-ahead log only is not in them yet.
struct DatabaseHeader {
  static let size = 100
  /// SQLITE_IOERR_SHORT_READ, an expression that Swift does not import.
  private static let shortRead = SQLITE_IOERR | (2 << 8)
  private static let magic = Array("SQLite format 3\0".utf8)

  private var bytes: [UInt8]

  /// nil for an empty file.
  init?(of connection: Connection) throws(SQLiteError) {
    bytes = [UInt8](repeating: 0, count: Self.size)
    let code = maint_sqlite3_read_header(connection.pointer, &bytes, Int32(Self.size))
    if code == Self.shortRead { return nil }
    guard code == SQLITE_OK else { throw SQLiteError(connection: connection.pointer, code: code) }
  }

  var isDatabase: Bool { bytes.starts(with: Self.magic) }
  /// Whether a table was ever made: the schema cookie counts changes of the schema.
  var hasTables: Bool { number(at: 40) != 0 }
  var userVersion: Int { number(at: 60) }
  var applicationID: Int { number(at: 68) }

  /// Big-endian.
  private func number(at offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
}
