import Diagnostics

/// Finding keys that are written twice in a map: by what they say, code point by code point.
extension Parser {
  /// Maps up to this size are compared pair by pair, larger ones by hash.
  private static let fewKeys = 8

  mutating func reportDuplicateKeys(of map: Int) {
    keys.removeAll(keepingCapacity: true)
    var index = map + 1
    while index < records.count {
      keys.append(UInt32(truncatingIfNeeded: index))
      let value = index + 1
      index = value < records.count && records[value].isCollection ? Int(records[value].link) : value + 1
    }
    if keys.count <= Self.fewKeys { comparePairs() } else { compareByHash() }
  }

  private mutating func comparePairs() {
    for later in 1..<max(keys.count, 1) {
      let key = KeyText(bytes: bytes, record: records[Int(keys[later])])
      for earlier in 0..<later where key == KeyText(bytes: bytes, record: records[Int(keys[earlier])]) {
        reportDuplicate(of: keys[earlier], keys[later])
        break
      }
    }
  }

  /// Open addressing; a slot holds 32 bits of the hash and the index of a key, 0 when free (index 0 is never a key).
  /// The hash is seeded, so that no file can make all its keys collide.
  private mutating func compareByHash() {
    var mask = 15
    while mask < keys.count + keys.count / 2 { mask = mask << 1 | 1 }
    var slots = [UInt64](repeating: 0, count: mask + 1)
    for key in keys {
      let text = KeyText(bytes: bytes, record: records[Int(key)])
      let hash = UInt64(truncatingIfNeeded: text.hash)
      let tag = hash & 0xFFFF_FFFF_0000_0000
      var slot = Int(hash & 0xFFFF_FFFF) & mask
      while slots[slot] != 0 {
        let earlier = UInt32(truncatingIfNeeded: slots[slot])
        if slots[slot] ^ tag < 1 << 32, text == KeyText(bytes: bytes, record: records[Int(earlier)]) {
          reportDuplicate(of: earlier, key)
          break
        }
        slot = (slot + 1) & mask
      }
      if slots[slot] == 0 { slots[slot] = tag | UInt64(key) }
    }
  }

  private mutating func reportDuplicate(of first: UInt32, _ second: UInt32) {
    let (first, second) = (records[Int(first)].range, records[Int(second)].range)
    if dashSlip(at: second.lower) != nil { return }
    report(
      .duplicateKey, "duplicate key '\(excerpt(from: second.lower, to: second.upper))'", at: second,
      hint: "remove one of the two, or rename it", note: ("first defined here", first))
  }
}
