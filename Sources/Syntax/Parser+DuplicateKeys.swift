import Diagnostics

/// Finding keys that are written twice in a map: by what they say, code point by code point.
extension Parser {
  /// Maps up to this size are compared pair by pair, larger ones by hash.
  private static let fewKeys = 8

  mutating func reportDuplicateKeys(of map: Int) {
    let keys = keys(of: map)
    if keys.count < 2 { return }
    let pairs = keys.count <= Self.fewKeys ? pairsByComparison(keys) : pairsByHash(keys)
    for (first, second) in pairs {
      let record = records[second]
      let range = SourceRange(Int(record.lower), Int(record.upper))
      report(
        .duplicateKey, "duplicate key '\(excerpt(from: range.lower, to: range.upper))'", at: range,
        hint: "remove one of the two, or rename it",
        note: ("first defined here", SourceRange(Int(records[first].lower), Int(records[first].upper))))
    }
  }

  private func keys(of map: Int) -> [Int] {
    var keys: [Int] = []
    var index = map + 1
    while index < records.count {
      keys.append(index)
      index += 1
      guard index < records.count else { break }
      index = records[index].isCollection ? Int(records[index].link) : index + 1
    }
    return keys
  }

  private func pairsByComparison(_ keys: [Int]) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    for later in keys.indices {
      for earlier in keys[..<later] where saySame(earlier, keys[later]) {
        pairs.append((earlier, keys[later]))
        break
      }
    }
    return pairs
  }

  private func pairsByHash(_ keys: [Int]) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    // Open addressing over half-empty slots; the hash is seeded, so no file can make all keys collide.
    var mask = 15
    while mask < keys.count * 2 { mask = mask << 1 | 1 }
    var slots = [UInt32](repeating: 0, count: mask + 1)
    for key in keys {
      var slot = hash(key) & mask
      while slots[slot] != 0 {
        let earlier = Int(slots[slot])
        if saySame(earlier, key) {
          pairs.append((earlier, key))
          break
        }
        slot = (slot + 1) & mask
      }
      // Index 0 is never a key: the map comes before its keys.
      if slots[slot] == 0 { slots[slot] = UInt32(truncatingIfNeeded: key) }
    }
    return pairs
  }

  private func hash(_ index: Int) -> Int {
    var hasher = Hasher()
    withText(index) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize() & Int.max
  }

  private func saySame(_ left: Int, _ right: Int) -> Bool {
    withText(left) { left in
      withText(right) { right in left.count == right.count && left.elementsEqual(right) }
    }
  }

  private func withText<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let record = records[index]
    if record.isVerbatim { return body(UnsafeBufferPointer(rebasing: bytes[record.verbatimRange])) }
    return ScalarDecoder(bytes: bytes, record: record).decode().withUnsafeBufferPointer(body)
  }
}
