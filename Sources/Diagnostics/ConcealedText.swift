import Glibc

/// The parts of a text that nobody is shown, because they may be secrets: what stands under a key `secrets`, and the rest
/// of a line from a user name or password in a URL, or the text of a key `password`.
///
/// Found by lines alone, so that it holds where a file cannot be read as well: from the key to the next line that is not
/// deeper and looks like a key of the same kind. A misspelt `Secrets` or `secret` counts, and so does one that lacks its
/// colon. What may be shown are names: a line's own key where it stands as far left as the first one below `secrets`.
///
/// The text is looked through when first asked for, in time proportional to its length.
package final class ConcealedText {
  /// What messages and hints say in place of a text that is concealed.
  package static let mask = "***"

  private let bytes: [UInt8]
  /// One a line at most, without its line break, in order.
  private lazy var ranges = find()

  package init(of source: Source) {
    bytes = source.bytes
  }

  /// Whether a part of the range, or of its first byte where it is empty, is concealed.
  package func touches(_ range: SourceRange) -> Bool {
    first(endingAfter: range.lower).map { $0.lower < max(range.upper, range.lower + 1) } ?? false
  }

  /// What is concealed of a line, which reaches to its end; nil: nothing.
  func part(of line: SourceRange) -> SourceRange? {
    let below = first(endingAfter: line.lower).flatMap { $0.lower < line.upper ? $0 : nil }
    guard let inside = passwordStart(in: line) else { return below }
    return SourceRange(min(inside, below?.lower ?? inside), line.upper)
  }

  /// Fields of the query of a URL that hold secrets.
  package static let secretFields: Set<String> = [
    "token", "access_token", "auth_token", "password", "passwd", "pwd", "secret", "client_secret", "key", "api_key",
    "apikey",
    "auth", "sig", "signature",
  ]

  /// Where the first URL with an `@` before its path, or a secret in its query, begins behind the `//`; what `password:` says;
  /// and what `smtp:` says where it has an `@`.
  private func passwordStart(in line: SourceRange) -> Int? {
    for at in line.lower..<line.upper {
      let rest = bytes[at..<line.upper]
      if bytes[at] == UInt8(ascii: ":"), rest.starts(with: "://".utf8) {
        let authority = rest.dropFirst(3).prefix { !Self.isBlank($0) && !Self.isQuote($0) && !"/?#,".utf8.contains($0) }
        let url = rest.prefix { !Self.isBlank($0) && !Self.isQuote($0) }
        if authority.contains(UInt8(ascii: "@")) || Self.hasSecretField(url) { return at + 3 }
      }
      if bytes[at] == UInt8(ascii: "s"), rest.starts(with: "smtp:".utf8) {
        let value = afterBlanks(at + 5)
        let server = bytes[min(value, line.upper)..<line.upper].prefix {
          $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}")
        }
        if server.contains(UInt8(ascii: "@")) { return value }
      }
      if bytes[at] == UInt8(ascii: "p"), rest.starts(with: "password:".utf8) {
        let value = afterBlanks(at + 9)
        if value < line.upper, bytes[value] != UInt8(ascii: "{") { return value }
      }
    }
    return nil
  }

  private static func hasSecretField(_ url: ArraySlice<UInt8>) -> Bool {
    url.split { "?&".utf8.contains($0) }.dropFirst().contains { field in
      let name = field.prefix { $0 != UInt8(ascii: "=") }
      return name.count < field.count && secretFields.contains(String(decoding: name, as: UTF8.self).lowercased())
    }
  }

  private func first(endingAfter offset: Int) -> SourceRange? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upper <= offset { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count ? ranges[low] : nil
  }

  private func find() -> [SourceRange] {
    var found: [SourceRange] = []
    var at = 0
    while let word = word(after: at) {
      at = word + Self.word.utf8CodeUnitCount
      guard let key = key(around: word) else { continue }
      var line = key.end
      var names = -1
      while line < bytes.count {
        let start = line == key.end ? line : afterBlanks(line)
        let end = lineEnd(start)
        if line != key.end, start < end {
          let indentation = start - line
          if indentation <= key.indentation, isKey(start) { break }
          if names < 0 { names = indentation }
          append(indentation <= names ? nameEnd(start) ?? start : start, end, to: &found)
        } else {
          append(start, end, to: &found)
        }
        line = end + 1
      }
      at = max(at, min(line, bytes.count))
    }
    return found
  }

  private func append(_ lower: Int, _ upper: Int, to found: inout [SourceRange]) {
    if lower < upper { found.append(SourceRange(lower, upper)) }
  }

  // MARK: The key

  /// Without its first letter, which may be a capital.
  private static let word: StaticString = "ecret"

  /// Looks for its second letter, which is four times as rare in a text as its first.
  private func word(after offset: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let length = Self.word.utf8CodeUnitCount
      var at = offset + 1
      while at - 1 + length <= bytes.count,
        let second = memchr(base + at, Int32(Self.word.utf8Start[1]), bytes.count - at - length + 2)
      {
        let first = UnsafeRawPointer(second) - 1
        if memcmp(first, Self.word.utf8Start, length) == 0 { return first - base }
        at = first + 2 - base
      }
      return nil
    }
  }

  /// `secrets` at the beginning of a line or in brackets, in quotes or without: its column and where its value begins.
  private func key(around word: Int) -> (indentation: Int, end: Int)? {
    var start = word - 1
    guard byte(start) | 0x20 == UInt8(ascii: "s") else { return nil }
    var end = word + Self.word.utf8CodeUnitCount
    if byte(end) | 0x20 == UInt8(ascii: "s") { end += 1 }
    if Self.isQuote(byte(start - 1)), byte(end) == byte(start - 1) { (start, end) = (start - 1, end + 1) }
    var before = start
    while Self.isBlank(byte(before - 1)) { before -= 1 }
    let isFirst = before == 0 || byte(before - 1) == Self.lineFeed || before == 3 && bytes[0] == 0xEF
    guard isFirst || byte(before - 1) == UInt8(ascii: "{") || byte(before - 1) == UInt8(ascii: ",") else { return nil }
    while Self.isBlank(byte(end)) { end += 1 }
    switch byte(end) {
    case UInt8(ascii: ":"), UInt8(ascii: "="): end += 1
    case Self.lineFeed, UInt8(ascii: "\r"), UInt8(ascii: "{"), 0xC2: break
    default: return nil
    }
    var line = start
    while line > 0, bytes[line - 1] != Self.lineFeed { line -= 1 }
    return (isFirst ? start - before : afterBlanks(line) - line, end)
  }

  /// `precheck:`, `---`: all keys beside `secrets` are in small letters, and names of secrets hardly ever.
  private func isKey(_ start: Int) -> Bool {
    if bytes[start...].starts(with: "---".utf8) || bytes[start...].starts(with: "...".utf8) {
      return Self.isBlank(byte(start + 3)) || byte(start + 3) == Self.lineFeed || start + 3 >= bytes.count
    }
    guard let end = nameEnd(start) else { return false }
    return bytes[start..<end].allSatisfy { $0 < UInt8(ascii: "A") || $0 > UInt8(ascii: "Z") }
  }

  /// Behind the colon of a key without quotes.
  private func nameEnd(_ start: Int) -> Int? {
    var end = start
    while Self.isNamePart(byte(end)) { end += 1 }
    guard end > start else { return nil }
    while Self.isBlank(byte(end)) { end += 1 }
    return byte(end) == UInt8(ascii: ":") ? end + 1 : nil
  }

  // MARK: Bytes

  private static let lineFeed = UInt8(ascii: "\n")

  private func byte(_ offset: Int) -> UInt8 { bytes.indices.contains(offset) ? bytes[offset] : 0 }

  private func afterBlanks(_ offset: Int) -> Int {
    var offset = offset
    while Self.isBlank(byte(offset)) { offset += 1 }
    return offset
  }

  private func lineEnd(_ offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count, bytes[offset] != Self.lineFeed { offset += 1 }
    return offset
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
