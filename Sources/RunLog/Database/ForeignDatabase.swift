import CSQLite
import Glibc

/// A SQLite database of another program, read as it lies there: nothing is written to it or made beside it, nobody is kept
/// waiting, and nobody waited for long.
package struct ForeignDatabase {
  /// Milliseconds.
  private static let patience: Int32 = 1_000

  private let path: String

  package init(path: String) { self.path = path }

  /// Calls `body` on the first column of each row that a query answers. Whether all of them could be read: what is written
  /// meanwhile may be half of it, so whoever asks has to see that the files are still the same.
  package func eachBlob(of query: String, _ body: ([UInt8]) -> Void) -> Bool {
    guard let options else { return false }
    do throws(SQLiteError) {
      let connection = try Connection(uri: path.sqliteURI(options), flags: SQLITE_OPEN_READONLY)
      sqlite3_busy_timeout(connection.pointer, Self.patience)
      try connection.execute("PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -512")
      try connection.each(query) { body($0.blob(0)) }
      return true
    } catch {
      return false
    }
  }

  /// nil: it cannot be read without making a file, since a writer was killed.
  private var options: String? {
    if size("-journal") > 0 { return nil }
    // All that was committed is in the database itself.
    if size("-wal") == 0 { return "mode=ro&immutable=1" }
    return size("-shm") > 0 ? "mode=ro&readonly_shm=1" : nil
  }

  private func size(_ suffix: String) -> Int {
    var status = stat()
    return stat(path + suffix, &status) == 0 ? Int(status.st_size) : 0
  }
}

extension String {
  /// Of a path, with options as <https://sqlite.org/uri.html> describes them. An absolute path follows an empty authority, so
  /// that "//x" does not become one.
  func sqliteURI(_ options: String) -> String {
    var encoded = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0...0x20, 0x7f...0xff:
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      default: encoded.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return "file:\(hasPrefix("/") ? "//" : "")\(encoded)?\(options)"
  }
}
