extension Connection {
  /// More than that of a step is not read for a few lines.
  static let mostBytesOfLines = 4_096

  /// Of the last attempt of a step, by run, task and step: on both streams as they came.
  func lastLines(
    _ count: Int, of step: [Value], bytes most: Int = mostBytesOfLines
  ) throws(SQLiteError) -> [String] {
    var (bytes, attempt): ([UInt8], Int?) = ([], nil)
    // Nothing is cut before the first byte that was kept.
    var isCut = false
    _ = try eachWhile(
      """
      SELECT attempt, substr(bytes, -\(most)), length(bytes) > \(most), bytes IS NULL FROM output
      WHERE run = ? AND task = ? AND step = ? ORDER BY attempt DESC, piece DESC
      """, step
    ) { row in
      guard attempt ?? row.integer(0) == row.integer(0) else { return false }
      attempt = row.integer(0)
      isCut = row.truth(2) || row.truth(3)
      bytes = row.blob(1) + bytes
      return bytes.count < most && !isCut
    }
    if bytes.count >= most { isCut = true }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    // Of the first line the beginning may be missing.
    if isCut, lines.count > 1 { lines.removeFirst() }
    return lines.suffix(count).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }
}
