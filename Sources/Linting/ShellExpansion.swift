/// The texts that one word of a shell text may become, by the values that its variables may have.
///
/// It understands quotes, `$name`, `${name}` and `${name:?…}`; of all else in a word, only the shell knows what it becomes.
struct ShellExpansion {
  /// More are no operator's.
  static let most = 16

  /// Empty: none is known.
  private(set) var texts: [String] = []
  /// There is nothing in it that only the shell knows.
  private(set) var isWhole = true
  private(set) var names: Set<String> = []
  /// Its variables may have other values, too.
  var isInDoubt = false
  /// The given variables that it is made of.
  var origins: Set<String> = []

  mutating func read(_ raw: [UInt8], values: (String) -> [String]) {
    var scan = Scan(bytes: raw)
    var found: [[UInt8]] = [[]]
    while let part = scan.next() {
      switch part {
      case .bytes(let bytes): for index in found.indices { found[index] += bytes }
      case .variable(let name, let isQuoted):
        names.insert(name)
        let known = values(name).filter { isQuoted || $0.utf8.allSatisfy(Self.staysWhole) }
        if known.count < values(name).count || known.isEmpty { isWhole = false }
        found = Array(found.flatMap { start in known.map { start + Array($0.utf8) } }.prefix(Self.most))
      case .unknown: isWhole = false
      }
    }
    texts = isWhole ? found.map { String(decoding: $0, as: UTF8.self) } : []
  }

  /// In an unquoted value others end a word, or stand for several files.
  private static func staysWhole(_ byte: UInt8) -> Bool {
    ShellByte.isNamePart(byte) || "/.-+,:@%=".utf8.contains(byte)
  }

  private enum Part {
    case bytes([UInt8])
    case variable(String, isQuoted: Bool)
    case unknown
  }

  private struct Scan {
    let bytes: [UInt8]
    private var at = 0
    private var isQuoted = false

    init(bytes: [UInt8]) { self.bytes = bytes }

    private func byte(_ distance: Int = 0) -> UInt8 { at + distance < bytes.count ? bytes[at + distance] : 0 }

    mutating func next() -> Part? {
      guard at < bytes.count else { return isQuoted ? close() : nil }
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        at += 1
        return .bytes([])
      case UInt8(ascii: "'") where !isQuoted:
        guard let end = bytes[(at + 1)...].firstIndex(of: byte) else { return stop() }
        defer { at = end + 1 }
        return .bytes(Array(bytes[(at + 1)..<end]))
      case UInt8(ascii: "\\"): return escaped()
      case UInt8(ascii: "$"): return variable()
      case UInt8(ascii: "`"): return stop()
      default:
        // Patterns, braces and a home; and the mark of what another shell has put in.
        let isPattern = !isQuoted && "*?[]{}~()!#^".utf8.contains(byte)
        guard !isPattern, byte != 0, !isHole else { return stop() }
        at += 1
        return .bytes([byte])
      }
    }

    private var isHole: Bool { bytes[at...].starts(with: Array(Character(ShellWord.hole).utf8)) }

    private mutating func close() -> Part {
      isQuoted = false
      return .unknown
    }

    private mutating func stop() -> Part {
      (at, isQuoted) = (bytes.count, false)
      return .unknown
    }

    private mutating func escaped() -> Part {
      let next = byte(1)
      guard at + 1 < bytes.count else { return stop() }
      at += 2
      if next == UInt8(ascii: "\n") { return .bytes([]) }
      return .bytes(!isQuoted || "$`\"\\".utf8.contains(next) ? [next] : [UInt8(ascii: "\\"), next])
    }

    private mutating func variable() -> Part {
      let isBraced = byte(1) == UInt8(ascii: "{")
      let start = at + (isBraced ? 2 : 1)
      guard start < bytes.count, ShellByte.isNameStart(bytes[start]) else { return stop() }
      let end = bytes[start...].firstIndex { !ShellByte.isNamePart($0) } ?? bytes.count
      let name = String(decoding: bytes[start..<end], as: UTF8.self)
      at = end
      guard isBraced else { return .variable(name, isQuoted: isQuoted) }
      if byte() == UInt8(ascii: ":"), byte(1) == UInt8(ascii: "?") { at += 1 }
      if byte() == UInt8(ascii: "?") {
        // What is said where it is not set.
        while at < bytes.count, !"}\"'`$\\{".utf8.contains(bytes[at]) { at += 1 }
      }
      guard byte() == UInt8(ascii: "}") else { return stop() }
      at += 1
      return .variable(name, isQuoted: isQuoted)
    }
  }
}
