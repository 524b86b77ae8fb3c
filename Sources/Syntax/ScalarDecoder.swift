/// Turns the bytes of an accepted scalar into what it says: quotes off, escapes resolved, lines folded, breaks chomped.
struct ScalarDecoder {
  /// The text in pieces, in order: bytes of the source as they stand, or a character that took the place of something.
  enum Piece {
    case source(Range<Int>)
    case inserted(Unicode.Scalar, count: Int, at: Int)
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let record: NodeRecord

  func decode() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(Int(record.upper - record.lower))
    forEachPiece { piece in
      switch piece {
      case .source(let range): result.append(contentsOf: bytes[range])
      case .inserted(let scalar, let count, _):
        for _ in 0..<count { result.append(contentsOf: Character(scalar).utf8) }
      }
    }
    return result
  }

  /// See `Node.sourceOffset(forTextOffset:)`.
  func sourceOffset(forTextOffset textOffset: Int) -> Int {
    var left = textOffset
    var found: Int?
    var end = Int(record.lower)
    forEachPiece { piece in
      guard found == nil else { return }
      switch piece {
      case .source(let range):
        if left < range.count { found = range.lowerBound + left }
        left -= range.count
        end = range.upperBound
      case .inserted(let scalar, let count, let offset):
        let length = count * UTF8.width(scalar)
        if left < length { found = offset }
        left -= length
        end = offset
      }
    }
    return found ?? end
  }

  func forEachPiece(_ body: (Piece) -> Void) {
    switch record.shape {
    case .map, .list: break
    case .plain, .singleQuoted, .doubleQuoted: foldedLines(body)
    case .literal, .folded: blockLines(body)
    }
  }
}
