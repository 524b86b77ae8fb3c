/// An entry as one line of a manifest, and back:
///
///     type mode user group size mtime content path [attribute=value…]
///
/// An empty field is `-`, a `-` itself `\x2d`; the path of the top is `.`.
enum EntryLine {
  private static let space = UInt8(ascii: " ")
  private static let dash = UInt8(ascii: "-")

  static func append(_ entry: Entry, to line: inout [UInt8]) {
    if let identity = entry.identity {
      number(identity.device, &line)
      number(identity.inode, &line)
      number(identity.changedSeconds, &line)
      number(identity.changedNanoseconds, &line)
    }
    line.append(entry.kind.rawValue)
    line.append(space)
    for shift in [9, 6, 3, 0] as [UInt32] { line.append(0x30 + UInt8(truncatingIfNeeded: entry.mode >> shift & 7)) }
    line.append(space)
    number(entry.user, &line)
    number(entry.group, &line)
    number(entry.size, &line)
    line += String(entry.seconds).utf8
    line.append(UInt8(ascii: "."))
    let fraction = String(entry.nanoseconds).utf8
    line += repeatElement(0x30, count: max(0, 9 - fraction.count))
    line += fraction
    line.append(space)
    field(entry.content, &line)
    line.append(space)
    if entry.path.isEmpty { line.append(UInt8(ascii: ".")) } else { field(entry.path, &line) }
    for attribute in entry.attributes {
      line.append(space)
      PathText.append(attribute.name, to: &line, escaping: UInt8(ascii: "="))
      line.append(UInt8(ascii: "="))
      PathText.append(attribute.value, to: &line)
    }
    line.append(UInt8(ascii: "\n"))
  }

  /// nil for a line that is none. Without its newline.
  static func parse(_ line: [UInt8], withIdentity: Bool = false) -> Entry? {
    var fields = line.split(separator: space, omittingEmptySubsequences: false)[...]
    var identity: Entry.Identity?
    if withIdentity {
      guard fields.count >= 12, let device = UInt64(bytes: fields[0]), let inode = UInt64(bytes: fields[1]),
        let seconds = Int(bytes: fields[2]), let nanoseconds = Int(bytes: fields[3])
      else { return nil }
      identity = Entry.Identity(
        device: device, inode: inode, changedSeconds: seconds, changedNanoseconds: nanoseconds)
      fields = Array(fields.dropFirst(4))[...]
    }
    guard fields.count >= 8, let letter = fields[0].first, fields[0].count == 1,
      let kind = Entry.Kind(rawValue: letter),
      let mode = UInt32(String(decoding: fields[1], as: UTF8.self), radix: 8), mode <= 0o7777,
      let user = UInt32(bytes: fields[2]), let group = UInt32(bytes: fields[3]), let size = Int(bytes: fields[4]),
      let time = time(fields[5]), let content = text(fields[6]), let path = text(fields[7])
    else { return nil }
    var entry = Entry(
      kind: kind, mode: mode, user: user, group: group, size: size, seconds: time.seconds,
      nanoseconds: time.nanoseconds, content: content, path: path == [UInt8(ascii: ".")] ? [] : path)
    entry.identity = identity
    for field in fields.dropFirst(8) {
      guard let equals = field.firstIndex(of: UInt8(ascii: "=")), let name = PathText.decode(field[..<equals]),
        let value = PathText.decode(field[(equals + 1)...])
      else { return nil }
      entry.attributes.append(Entry.Attribute(name: name, value: value))
    }
    return entry
  }

  private static func number(_ value: some BinaryInteger, _ line: inout [UInt8]) {
    line += String(value).utf8
    line.append(space)
  }

  private static func field(_ bytes: [UInt8], _ line: inout [UInt8]) {
    if bytes.isEmpty {
      line.append(dash)
    } else {
      PathText.append(bytes, to: &line, escaping: bytes.count == 1 ? dash : nil)
    }
  }

  private static func text(_ field: ArraySlice<UInt8>) -> [UInt8]? {
    field.count == 1 && field.first == dash ? [] : PathText.decode(field)
  }

  private static func time(_ field: ArraySlice<UInt8>) -> (seconds: Int, nanoseconds: Int)? {
    guard let dot = field.firstIndex(of: UInt8(ascii: ".")), let seconds = Int(bytes: field[..<dot]),
      let nanoseconds = Int(bytes: field[(dot + 1)...]), 0..<1_000_000_000 ~= nanoseconds
    else { return nil }
    return (seconds, nanoseconds)
  }
}

extension FixedWidthInteger {
  /// Decimal digits and nothing else; nil for others.
  init?(bytes: ArraySlice<UInt8>) {
    self.init(String(decoding: bytes, as: UTF8.self), radix: 10)
  }
}
