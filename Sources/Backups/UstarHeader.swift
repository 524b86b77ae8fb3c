/// One header block of an archive.
struct UstarHeader {
  let type: UInt8
  /// Bytes that follow in the archive, padding not counted.
  let size: Int
  private let block: [UInt8]

  /// nil where the sum of the bytes is not the one written, or a number is none.
  init?(_ block: [UInt8]) {
    self.block = block
    type = block[156]
    guard let size = Self.octal(block[124..<136]), let sum = Self.octal(block[148..<156]) else { return nil }
    self.size = size
    // The sum is made with spaces in its own place.
    let others = block[..<148].reduce(0) { $0 + Int($1) } + block[156...].reduce(0) { $0 + Int($1) }
    guard sum == others + 8 * 0x20 else { return nil }
  }

  /// Together with the extended header before it; nil for a type that maint does not have written.
  func member(_ extended: PaxRecords) -> ArchiveMember? {
    guard let kind, let mode = Self.octal(block[100..<108]),
      let user = extended.number("uid") ?? Self.octal(block[108..<116]),
      let group = extended.number("gid") ?? Self.octal(block[116..<124]),
      let time = extended.time("mtime") ?? Self.octal(block[136..<148]).map({ ($0, 0) })
    else { return nil }
    var name = extended.values["GNU.sparse.name"] ?? extended.values["path"] ?? plainName
    while name.last == UInt8(ascii: "/"), name.count > 1 { name.removeLast() }
    var entry = Entry(kind: kind, path: name)
    if kind == .hardLink {
      entry.content = extended.values["linkpath"] ?? Self.text(block[157..<257])
      return ArchiveMember(name: name, entry: entry)
    }
    entry.mode = UInt32(truncatingIfNeeded: mode) & 0o7777
    entry.user = UInt32(truncatingIfNeeded: user)
    entry.group = UInt32(truncatingIfNeeded: group)
    entry.seconds = time.seconds
    entry.nanoseconds = time.nanoseconds
    entry.attributes = extended.attributes
    switch kind {
    case .file: entry.size = extended.number("GNU.sparse.realsize") ?? extended.number("size") ?? size
    case .symbolicLink: entry.content = extended.values["linkpath"] ?? Self.text(block[157..<257])
    case .blockDevice, .characterDevice:
      guard let major = Self.octal(block[329..<337]), let minor = Self.octal(block[337..<345]) else { return nil }
      entry.content = Array("\(major):\(minor)".utf8)
    case .directory, .pipe, .socket, .hardLink, .nodeLink: break
    }
    return ArchiveMember(name: name, entry: entry)
  }

  private var kind: Entry.Kind? {
    switch type {
    case UInt8(ascii: "0"), 0, UInt8(ascii: "7"): .file
    case UInt8(ascii: "1"): .hardLink
    case UInt8(ascii: "2"): .symbolicLink
    case UInt8(ascii: "3"): .characterDevice
    case UInt8(ascii: "4"): .blockDevice
    case UInt8(ascii: "5"): .directory
    case UInt8(ascii: "6"): .pipe
    default: nil
    }
  }

  private var plainName: [UInt8] {
    let prefix = Self.text(block[345..<500])
    let name = Self.text(block[0..<100])
    return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
  }

  private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

  /// Octal digits, or a binary number with the first bit set where those do not hold it.
  private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
    if let first = field.first, first & 0x80 != 0 {
      return field.dropFirst().reduce(Int(first & 0x7F)) { $0 << 8 | Int($1) }
    }
    let digits = field.filter { $0 != 0x20 && $0 != 0 }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}
