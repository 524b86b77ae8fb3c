import Hashing

/// One checksum over rows of several tables.
///
/// A line for each row, of each table after the other, in the order of its key: the table's name and the columns, each
/// after a space, as `Statement.appendPlainly` writes them. The form never changes: rows of years ago are compared with it.
enum RowDigest {
  struct Table {
    var name: String
    var columns: String
    /// With one parameter, or two, which are the same for all tables.
    var condition: String
    var order: String
  }

  private static let piece = 1 << 16

  /// 64 hexadecimal digits; nil: there is not one row. Within a transaction.
  static func of(_ tables: [Table], _ values: [Value], in connection: Connection) throws(SQLiteError) -> String? {
    var digest = Digest()
    var bytes: [UInt8] = []
    var isEmpty = true
    for table in tables {
      try connection.each(
        "SELECT \(table.columns) FROM \(table.name) WHERE \(table.condition) ORDER BY \(table.order)", values
      ) { row in
        isEmpty = false
        bytes.append(contentsOf: table.name.utf8)
        for column in 0..<row.columnCount {
          bytes.append(UInt8(ascii: " "))
          row.appendPlainly(column, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        guard bytes.count >= piece else { return }
        digest.take(bytes[...])
        bytes.removeAll(keepingCapacity: true)
      }
    }
    if isEmpty { return nil }
    digest.take(bytes[...])
    return String(decoding: digest.digits(), as: UTF8.self)
  }
}
