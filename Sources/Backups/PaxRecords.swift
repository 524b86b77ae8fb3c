/// The records of a pax extended header: `LENGTH KEY=VALUE` and a newline, with any bytes in the value.
struct PaxRecords {
  private(set) var values: [String: [UInt8]] = [:]
  private(set) var attributes: [Entry.Attribute] = []

  init() {}

  /// nil where a record is not whole.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let space = rest.firstIndex(of: UInt8(ascii: " ")), let length = Int(bytes: rest[rest.startIndex..<space]),
        length > space - rest.startIndex + 1, length <= rest.count
      else { return nil }
      let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let key = record[..<equals]
      let value = Array(record[(equals + 1)...])
      let prefix = "SCHILY.xattr.".utf8
      if key.starts(with: prefix) {
        attributes.append(Entry.Attribute(name: Self.decodeKey(key.dropFirst(prefix.count)), value: value))
      } else {
        values[String(decoding: key, as: UTF8.self)] = value
      }
      rest = rest.dropFirst(length)
    }
    attributes.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }

  func number(_ key: String) -> Int? { values[key].flatMap { Int(bytes: $0[...]) } }

  /// Seconds with a fraction, also before 1970; rounded down to seconds, and the rest in nanoseconds.
  func time(_ key: String) -> (seconds: Int, nanoseconds: Int)? {
    guard let text = values[key] else { return nil }
    let isNegative = text.first == UInt8(ascii: "-")
    let parts = text.drop { $0 == UInt8(ascii: "-") }.split(separator: UInt8(ascii: "."))
    guard let whole = parts.first.flatMap({ Int(bytes: $0) }) else { return nil }
    var fraction = parts.count > 1 ? Array(parts[1].prefix(9)) : []
    fraction += repeatElement(0x30, count: 9 - fraction.count)
    guard let nanoseconds = Int(bytes: fraction[...]) else { return nil }
    if !isNegative { return (whole, nanoseconds) }
    return nanoseconds == 0 ? (-whole, 0) : (-whole - 1, 1_000_000_000 - nanoseconds)
  }

  /// tar writes `=` and `%` in the name of an attribute as `%3D` and `%25`.
  private static func decodeKey(_ key: ArraySlice<UInt8>) -> [UInt8] {
    var name: [UInt8] = []
    var rest = key
    while let byte = rest.popFirst() {
      if rest.starts(with: "3D".utf8), byte == UInt8(ascii: "%") {
        name.append(UInt8(ascii: "="))
        rest = rest.dropFirst(2)
      } else if rest.starts(with: "25".utf8), byte == UInt8(ascii: "%") {
        name.append(byte)
        rest = rest.dropFirst(2)
      } else {
        name.append(byte)
      }
    }
    return name
  }
}
