import Glibc

/// What the top lines of a runbook say, without what is below them: a small part of the time to read all of it, for who asks
/// every runbook of a project whether it has a way back that can be proven.
///
/// It knows one form, in which nearly all are written: a map whose keys stand at the beginning of their lines. Of a runbook
/// that is sound it says what the whole reading says; whether it is sound, is not asked.
package struct RunbookOutline {
  /// It changes something, and does not say that there is no way back.
  package let hasWayBack: Bool

  /// nil: it is written in another form, and only the whole reading can tell.
  package init?(_ bytes: [UInt8]) {
    let found: Bool? = bytes.withUnsafeBytes { bytes in
      var lines = OutlineLines(bytes: bytes)
      return Self.hasWayBack(&lines)
    }
    guard let found else { return nil }
    hasWayBack = found
  }

  private static func hasWayBack(_ lines: inout OutlineLines) -> Bool? {
    var (hasKeys, changes, saysNone) = (false, false, false)
    // The list of `change` is to follow; the brackets of the last key are to be closed at the beginning of a line.
    var (isListAwaited, isOpen) = (false, false)
    while let line = lines.next() {
      // Nearly all lines.
      if line.first == Byte.space, hasKeys, !isListAwaited { continue }
      let content = line.drop { $0 == Byte.space }
      guard let first = content.first, first != Byte.hash else { continue }
      if first == Byte.dash || content.startIndex > line.startIndex {
        guard hasKeys, !isListAwaited || isItem(content) else { return nil }
        if isListAwaited { (changes, isListAwaited) = (true, false) }
        // The items of a list may stand as far left as its key; `---` would be another document.
        guard content.startIndex > line.startIndex || isItem(content) else { return nil }
        continue
      }
      if isOpen, line.count == 1, isBracket(first) {
        isOpen = false
        continue
      }
      guard !isListAwaited, !isOpen, let (key, value) = entry(line) else { return nil }
      hasKeys = true
      if let opening = value.first, opening == Byte.list || opening == Byte.map {
        isOpen = value.last.map { !isBracket($0) } ?? true
      }
      if key.elementsEqual("change".utf8) {
        guard value.isEmpty else { return nil }
        isListAwaited = true
      } else if key.elementsEqual("rollback".utf8), !value.isEmpty {
        guard value.elementsEqual("none".utf8) else { return nil }
        saysNone = true
      }
    }
    return hasKeys && !isListAwaited && !isOpen ? changes && !saysNone : nil
  }

  /// That closes a list or a map.
  private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") }

  private static func isItem(_ content: OutlineLines.Line) -> Bool {
    content.first == Byte.dash && (content.count == 1 || content[content.startIndex + 1] == Byte.space)
  }

  /// A key and what follows it on its line, without a comment.
  private static func entry(_ line: OutlineLines.Line) -> (key: OutlineLines.Line, value: OutlineLines.Line)? {
    let key = line.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }
    let rest = line[key.endIndex...]
    guard !key.isEmpty, rest.first == UInt8(ascii: ":"), rest.count == 1 || rest[rest.startIndex + 1] == Byte.space
    else { return nil }
    var value = rest.dropFirst().drop { $0 == Byte.space }
    if value.first == Byte.hash { return (key, value.prefix(0)) }
    if let comment = value.indices.first(where: { value[$0] == Byte.hash && value[$0 - 1] == Byte.space }) {
      value = value[..<comment]
    }
    while value.last == Byte.space { value.removeLast() }
    return (key, value)
  }

  private enum Byte {
    static let space = UInt8(ascii: " ")
    static let hash = UInt8(ascii: "#")
    static let dash = UInt8(ascii: "-")
    static let list = UInt8(ascii: "[")
    static let map = UInt8(ascii: "{")
  }
}

/// The lines of a text, one after the other.
private struct OutlineLines {
  typealias Line = Slice<UnsafeRawBufferPointer>

  let bytes: UnsafeRawBufferPointer
  private var start = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func next() -> Line? {
    guard start < bytes.count, let first = bytes.baseAddress?.advanced(by: start) else { return nil }
    let end = memchr(first, Int32(UInt8(ascii: "\n")), bytes.count - start)
      .map { start + first.distance(to: UnsafeRawPointer($0)) }
    defer { start = (end ?? bytes.count) + 1 }
    return bytes[start..<(end ?? bytes.count)]
  }
}
