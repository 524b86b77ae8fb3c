import CSQLite
import Glibc
import Scheduling

/// A prepared statement and, while it is stepped, the row it stands on. Columns count from 0.
final class Statement {
  private let pointer: OpaquePointer
  private let connection: OpaquePointer

  init(_ sql: String, on connection: OpaquePointer, isKept: Bool) throws(SQLiteError) {
    var prepared: OpaquePointer?
    let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = Self.whole { sqlite3_prepare_v3(connection, sql, -1, flags, &prepared, nil) }
    guard code == SQLITE_OK, let prepared else {
      throw SQLiteError(connection: connection, code: code, sql: sql)
    }
    self.pointer = prepared
    self.connection = connection
  }

  deinit { sqlite3_finalize(pointer) }

  private var sql: String? { sqlite3_sql(pointer).map { String(cString: $0) } }

  /// Binds the values to the parameters from the first on.
  func bind(_ values: [Value]) throws(SQLiteError) {
    var index: Int32 = 0
    for value in values {
      index += 1
      let code = bind(value, at: index)
      guard code == SQLITE_OK else { throw SQLiteError(connection: connection, code: code, sql: sql) }
    }
  }

  private func bind(_ value: Value, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(pointer, index)
    case .integer(let number): return sqlite3_bind_int64(pointer, index, number)
    case .real(let number): return sqlite3_bind_double(pointer, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        // An empty buffer may have no address, which SQLite would take for NULL.
        bytes.withMemoryRebound(to: CChar.self) { characters in
          characters.isEmpty
            ? maint_sqlite3_bind_text(pointer, index, "", 0)
            : maint_sqlite3_bind_text(pointer, index, characters.baseAddress, UInt64(characters.count))
        }
      }
    case .blob(let bytes): return maint_sqlite3_bind_blob(pointer, index, bytes, UInt64(bytes.count))
    }
  }

  /// SQLITE_READONLY_RECOVERY, a macro that Swift does not import.
  private static let recoveryWanted = SQLITE_READONLY | 1 << 8

  /// What `body` answers once the index of the write-ahead log is seen whole.
  ///
  /// A reader looks at the index of the write-ahead log while a writer changes it, and no longer finds the writer's lock when
  /// it asks why the two copies of the header differ: SQLite then says that a recovery is wanted that only a writer can do
  /// (walIndexReadHdr in wal.c), and it is wrong. A moment later it is seen whole.
  static func whole(_ body: () -> Int32) -> Int32 {
    var code = body()
    var tries = 0
    while code == recoveryWanted, tries < 50 {
      usleep(2_000)
      code = body()
      tries += 1
    }
    return code
  }

  /// Goes to the next row; false behind the last one.
  func step() throws(SQLiteError) -> Bool {
    let code = Self.whole {
      let code = sqlite3_step(pointer)
      if code == Self.recoveryWanted { sqlite3_reset(pointer) }
      return code
    }
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw SQLiteError(connection: connection, code: code, sql: sql)
    }
  }

  /// Appends the value in a form that tells it from every other: `-` for NULL, an integer in decimal digits, of a text the
  /// number of its bytes, a colon, and itself.
  func appendPlainly(_ column: Int32, to bytes: inout [UInt8]) {
    let type = sqlite3_column_type(pointer, column)
    if type == SQLITE_INTEGER { return Self.append(integer(column), to: &bytes) }
    guard type != SQLITE_NULL, let start = sqlite3_column_text(pointer, column) else {
      return bytes.append(UInt8(ascii: "-"))
    }
    let count = Int(sqlite3_column_bytes(pointer, column))
    if type == SQLITE_TEXT { bytes.append(contentsOf: "\(count):".utf8) }
    bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
  }

  /// In decimal digits. As a text, SQLite's or Swift's, each would take memory of its own first.
  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = number.magnitude
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes[start...].reverse()
  }

  var columnCount: Int32 { sqlite3_column_count(pointer) }

  /// Makes it ready to be bound and stepped again. Its result repeats that of the last step, so it is not looked at.
  func reset() { sqlite3_reset(pointer) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }
  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }
  func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : integer(column) }
  /// An amount, or a moment in microseconds, that others are added to. What a thousand of would be more than numbers hold is damage
  /// or a clock of another age, and must not end maint.
  func amount(_ column: Int32) -> Int { min(max(integer(column), -1 << 53), 1 << 53) }
  func optionalAmount(_ column: Int32) -> Int? { isNull(column) ? nil : amount(column) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }
  func truth(_ column: Int32) -> Bool { integer(column) != 0 }
  func text(_ column: Int32) -> String { optionalText(column) ?? "" }
  func time(_ column: Int32) -> Timestamp { Timestamp(microseconds: sqlite3_column_int64(pointer, column)) }
  func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

  func optionalText(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(pointer, column) else { return nil }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Whether it is this text, of which no String is made.
  func holds(_ text: [UInt8], _ column: Int32) -> Bool {
    guard let start = sqlite3_column_text(pointer, column) else { return false }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return count == text.count && memcmp(start, text, count) == 0
  }

  func blob(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(pointer, column) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
  }

  /// The case whose raw value the column holds. The schema admits no other, so another is damage.
  func enumeration<E: RawRepresentable<String>>(_ column: Int32, as type: E.Type) throws(SQLiteError) -> E {
    let text = text(column)
    guard let value = E(rawValue: text) else { throw .damaged("'\(text)' is no \(type)") }
    return value
  }

  func optionalEnumeration<E: RawRepresentable<String>>(_ column: Int32, as type: E.Type) throws(SQLiteError) -> E? {
    isNull(column) ? nil : try enumeration(column, as: type)
  }
}
