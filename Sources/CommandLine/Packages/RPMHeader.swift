/// The header of an installed package in the database of rpm: a count of entries, a length of data, the entries (tag, type,
/// offset, count), and the data; all numbers in network order
/// (<https://rpm-software-management.github.io/rpm/manual/format_header.html>).
struct RPMHeader {
  /// `rpmtag.h`.
  private enum Tag: Int { case name = 1000, version, release, epoch, architecture = 1022 }
  private enum Kind: Int { case number = 4, text = 6 }

  /// As rpm bounds them: 65,535 entries.
  private static let mostEntries = 0xffff

  private let bytes: [UInt8]
  private var places: [Tag: (kind: Int, start: Int)] = [:]
  private let end: Int

  /// nil for what is none.
  init?(_ bytes: [UInt8]) {
    guard let count = Self.number(bytes, 0), let length = Self.number(bytes, 4), count <= Self.mostEntries else {
      return nil
    }
    let start = 8 + 16 * count
    end = start + length
    guard end <= bytes.count else { return nil }
    self.bytes = bytes
    for entry in 0..<count {
      let at = 8 + 16 * entry
      guard let tag = Self.number(bytes, at).flatMap(Tag.init), let kind = Self.number(bytes, at + 4),
        let offset = Self.number(bytes, at + 8), offset < length
      else { continue }
      places[tag] = (kind, start + offset)
    }
  }

  var name: String? { text(.name) }
  /// A key that rpm trusts is a package without one.
  var architecture: String { text(.architecture) ?? "" }

  /// `1:2.3-4`, as rpm writes it.
  var version: String? {
    guard let version = text(.version), let release = text(.release) else { return nil }
    guard let epoch = number(.epoch) else { return "\(version)-\(release)" }
    return "\(epoch):\(version)-\(release)"
  }

  private func text(_ tag: Tag) -> String? {
    guard let place = places[tag], place.kind == Kind.text.rawValue,
      let stop = bytes[place.start..<end].firstIndex(of: 0)
    else { return nil }
    return String(decoding: bytes[place.start..<stop], as: UTF8.self)
  }

  private func number(_ tag: Tag) -> Int? {
    guard let place = places[tag], place.kind == Kind.number.rawValue, place.start + 4 <= end else { return nil }
    return Self.number(bytes, place.start)
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> Int? {
    guard at + 4 <= bytes.count else { return nil }
    return bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
