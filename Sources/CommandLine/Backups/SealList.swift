/// The list of checksums that seals a backup, as its lines say.
///
/// Stricter than `sha256sum --check`, which also takes capital digits and other blanks: whatever bit of the list is
/// flipped, a line is bad, a name is wrong or a checksum fails.
struct SealList {
  /// In lower-case hexadecimal digits, by the path below the backup's folder, byte for byte.
  private(set) var checksums: [[UInt8]: String] = [:]
  /// The numbers, from 1, of lines that maint would not have written.
  private(set) var badLines: [Int] = []

  init(_ bytes: [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // After the last line break nothing follows.
    if lines.last?.isEmpty == true { lines.removeLast() } else { badLines.append(lines.count) }
    for (index, line) in lines.enumerated() where index + 1 != badLines.first {
      if let (path, checksum) = Self.parse(line), checksums[path] == nil {
        checksums[path] = checksum
      } else {
        badLines.append(index + 1)
      }
    }
    badLines.sort()
  }

  /// A backslash, where the name is escaped; 64 digits, two spaces, `./` and the name.
  private static func parse(_ line: ArraySlice<UInt8>) -> (path: [UInt8], checksum: String)? {
    let isEscaped = line.first == backslash
    let rest = line.dropFirst(isEscaped ? 1 : 0)
    let digits = rest.prefix(64)
    guard digits.count == 64, digits.allSatisfy(isDigit), rest.dropFirst(64).prefix(2).elementsEqual("  ".utf8),
      let path = path(rest.dropFirst(66), isEscaped: isEscaped)
    else { return nil }
    return (path, String(decoding: digits, as: UTF8.self))
  }

  /// Less `./`, and as the file is called; nil for what sha256sum would not print.
  private static func path(_ text: ArraySlice<UInt8>, isEscaped: Bool) -> [UInt8]? {
    guard text.starts(with: "./".utf8), text.count > 2, !text.contains(0) else { return nil }
    guard text.contains(backslash) else { return isEscaped ? nil : Array(text.dropFirst(2)) }
    return isEscaped ? unescaped(text.dropFirst(2)) : nil
  }

  private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var path: [UInt8] = []
    var bytes = text.makeIterator()
    while let byte = bytes.next() {
      guard byte == backslash else {
        path.append(byte)
        continue
      }
      switch bytes.next() {
      case backslash: path.append(backslash)
      case UInt8(ascii: "n"): path.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "r"): path.append(UInt8(ascii: "\r"))
      default: return nil
      }
    }
    return path
  }

  private static let backslash = UInt8(ascii: "\\")

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
