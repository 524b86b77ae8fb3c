/// A text as it was read: the name it has for the user, and its bytes, which need not be valid UTF-8.
///
/// Lines end with LF or CR LF. Nothing is indexed beforehand: a location is found by scanning, because only
/// diagnostics ask for one.
package final class Source: Sendable {
  /// As shown to the user; `-` is standard input.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// What a column counts.
  package enum Columns: Sendable { case characters, codePoints }

  /// Line and column of a byte offset; an offset beyond the end counts as the end. A byte order mark has no column.
  package func location(at offset: Int, columns: Columns = .characters) -> SourceLocation {
    let offset = min(max(offset, 0), bytes.count)
    let number = bytes.withUnsafeBufferPointer { bytes in
      var number = 1
      for index in 0..<offset where bytes[index] == Self.lineFeed { number += 1 }
      return number
    }
    let line = line(containing: offset)
    return SourceLocation(line: number, column: 1 + count(columns, from: line.lower, to: max(offset, line.lower)))
  }

  /// The line that holds the offset, without its line break and without a byte order mark.
  package func line(containing offset: Int) -> SourceRange {
    var lower = min(max(offset, 0), bytes.count)
    while lower > 0, bytes[lower - 1] != Self.lineFeed { lower -= 1 }
    if lower == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lower = 3 }
    var upper = max(min(offset, bytes.count), lower)
    while upper < bytes.count, bytes[upper] != Self.lineFeed { upper += 1 }
    if upper > lower, upper < bytes.count, bytes[upper - 1] == Self.carriageReturn { upper -= 1 }
    return SourceRange(lower, upper)
  }

  /// The text of a range; bytes that are not UTF-8 become U+FFFD.
  package func text(in range: SourceRange) -> String {
    String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
  }

  private func count(_ columns: Columns, from lower: Int, to upper: Int) -> Int {
    let slice = bytes[lower..<upper]
    // Inside a line no two ASCII bytes make one character, so the usual line needs no decoding.
    if slice.allSatisfy({ $0 < 0x80 }) { return slice.count }
    let text = String(decoding: slice, as: UTF8.self)
    return columns == .characters ? text.count : text.unicodeScalars.count
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
}
