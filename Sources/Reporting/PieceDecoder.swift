import Execution

/// Turns pieces of output into text, each stream by itself: a character that is cut between two pieces comes whole with
/// the second. Other bytes that are not UTF-8 become U+FFFD.
struct PieceDecoder: Sendable {
  struct Source: Hashable, Sendable {
    var attempt: AttemptKey
    var stream: OutputPiece.Stream
  }

  private var begun: [Source: [UInt8]] = [:]

  mutating func text(of bytes: [UInt8], from source: Source) -> String {
    var bytes = bytes
    if let start = begun.removeValue(forKey: source) { bytes = start + bytes }
    let open = Self.lengthOfOpenCharacter(bytes)
    if open > 0 { begun[source] = Array(bytes.suffix(open)) }
    return String(decoding: bytes.dropLast(open), as: UTF8.self)
  }

  /// What is left of a stream that has ended or been cut; empty for most.
  mutating func rest(of source: Source) -> String {
    begun.removeValue(forKey: source).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The bytes at the end that begin a character of UTF-8 whose other bytes are still to come.
  private static func lengthOfOpenCharacter(_ bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      switch bytes[bytes.count - length] {
      case 0x80...0xBF: continue
      case 0xC2...0xDF: return length < 2 ? length : 0
      case 0xE0...0xEF: return length < 3 ? length : 0
      case 0xF0...0xF4: return length
      default: return 0
      }
    }
    return 0
  }
}
