/// Decodes a zone file: TZif, RFC 8536, versions 1 to 4.
enum ZoneFile {
  /// nil for bytes that are not a whole and consistent zone file, and for one of the `right/` zones, whose clocks count
  /// leap seconds, as no host's clock does.
  static func decode(_ bytes: [UInt8]) -> ZoneTable? {
    guard let first = Header(bytes, at: 0) else { return nil }
    if first.version == 0 { return decode(bytes, header: first, timeSize: 4, rule: nil) }
    // From version 2 on a second block with times of 64 bits follows the first, and after it the rule.
    guard let second = Header(bytes, at: first.end(timeSize: 4)), second.end(timeSize: 8) <= bytes.count,
      let rule = footer(bytes[second.end(timeSize: 8)...])
    else { return nil }
    return decode(bytes, header: second, timeSize: 8, rule: rule)
  }

  /// The six counts in front of a block of data, and where the data begin.
  private struct Header {
    let version: UInt8
    let start: Int
    let isUTCCount, isStandardCount, leapCount, timeCount, typeCount, letterCount: Int

    init?(_ bytes: [UInt8], at offset: Int) {
      let length = 44
      guard bytes.count - offset >= length, bytes[offset..<offset + 4].elementsEqual("TZif".utf8) else { return nil }
      version = bytes[offset + 4]
      start = offset + length
      let counts = (0..<6).map { ZoneFile.integer(bytes[(offset + 20 + $0 * 4)...].prefix(4)) }
      // Beyond any real zone, and small enough that no sum below can overflow.
      guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
      (isUTCCount, isStandardCount, leapCount) = (counts[0], counts[1], counts[2])
      (timeCount, typeCount, letterCount) = (counts[3], counts[4], counts[5])
    }

    func end(timeSize: Int) -> Int {
      start + timeCount * (timeSize + 1) + typeCount * 6 + letterCount + leapCount * (timeSize + 4)
        + isStandardCount + isUTCCount
    }
  }

  private static func decode(_ bytes: [UInt8], header: Header, timeSize: Int, rule: ZoneRule??) -> ZoneTable? {
    guard header.end(timeSize: timeSize) <= bytes.count, header.typeCount > 0, header.leapCount == 0 else { return nil }
    let types = header.start + header.timeCount * timeSize
    let offsets = (0..<header.typeCount).map { type in
      integer(bytes[(types + header.timeCount + type * 6)...].prefix(4))
    }
    // RFC 8536, section 3.2: a clock is less than 25 hours behind and less than 26 hours ahead of UTC.
    guard offsets.allSatisfy({ (-89_999...93_599).contains($0) }) else { return nil }
    var table = ZoneTable(firstOffset: offsets[0], rule: rule ?? nil)
    var previous = Int.min
    for index in 0..<header.timeCount {
      let moment = integer(bytes[(header.start + index * timeSize)...].prefix(timeSize))
      let type = Int(bytes[types + index])
      guard moment > previous, earliest <= moment, moment <= -earliest, type < offsets.count else { return nil }
      table.append(moment: moment, offset: offsets[type])
      previous = moment
    }
    return table
  }

  /// RFC 8536, section 3.2: no moment lies before this one, which is long before the world began.
  private static let earliest = -(1 << 59)

  /// The rule between two line feeds: nil in nil where it is none, nil where there is no footer.
  private static func footer(_ bytes: ArraySlice<UInt8>) -> ZoneRule?? {
    let lineFeed = UInt8(ascii: "\n")
    guard bytes.first == lineFeed, let end = bytes.dropFirst().firstIndex(of: lineFeed) else { return nil }
    let text = String(decoding: bytes[(bytes.startIndex + 1)..<end], as: UTF8.self)
    if text.isEmpty { return .some(nil) }
    return ZoneRuleParser.parse(text).map { .some($0) }
  }

  /// Big-endian, two's complement, of 4 or 8 bytes.
  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int {
    let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return bytes.count == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
  }
}
