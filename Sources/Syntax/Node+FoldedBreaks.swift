extension Node {
  /// Where a line break of the source became a blank: offsets of those blanks in the text's UTF-8, in order.
  package var foldedBreaks: [Int] {
    guard kind == .scalar else { return [] }
    return tree.source.bytes.withUnsafeBufferPointer { bytes in
      ScalarDecoder(bytes: bytes, record: tree.records[index]).foldedBreaks()
    }
  }
}

extension ScalarDecoder {
  func foldedBreaks() -> [Int] {
    if record.isVerbatim { return [] }
    var found: [Int] = []
    var length = 0
    forEachPiece { piece in
      switch piece {
      case .source(let range): length += range.count
      case .inserted(let scalar, let count, let offset):
        if scalar == " ", Byte.isBreak(bytes[offset]) { found.append(length) }
        length += count * UTF8.width(scalar)
      }
    }
    return found
  }
}
