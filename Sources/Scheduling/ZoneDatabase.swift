import Glibc

/// The zone files of the host: the only part of this module that reads anything.
package struct ZoneDatabase: Sendable {
  private let folder: String

  /// The folder is that of tzdata unless given.
  package init(folder: String = "/usr/share/zoneinfo") {
    self.folder = folder
  }

  /// The host has the database; a container often has not.
  package var isInstalled: Bool { access(folder, R_OK | X_OK) == 0 }

  /// The zone of an IANA name, as it is written there; nil where the database has none of that name or a damaged one.
  package func zone(named name: String) -> Zone? {
    if name == Zone.utc.name { return .utc }
    guard Self.isName(name), let table = Self.table(ofFile: "\(folder)/\(name)") else { return nil }
    return Zone(name: name, table: table)
  }

  /// The names that people use, in no order: for `did you mean`. Empty where the database has no index of them.
  package func knownNames() -> [String] {
    guard let bytes = Self.read("\(folder)/zone1970.tab") ?? Self.read("\(folder)/zone.tab") else { return [] }
    let lines = bytes.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
    return [Zone.utc.name]
      + lines.compactMap { line in
        let columns = line.split(separator: UInt8(ascii: "\t"))
        return columns.count > 2 ? String(decoding: columns[2], as: UTF8.self) : nil
      }
  }

  /// The host's zone, as glibc finds it (tzset(3)): what TZ says, else the file `/etc/localtime`, else UTC.
  ///
  /// `variable` is TZ: a name, the path of a zone file, or a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`; a colon may
  /// stand before the first two. One that means nothing is UTC.
  package func hostZone(variable: String?, localFile: String = "/etc/localtime") -> Zone {
    if let variable { return zone(ofVariable: variable) ?? .utc }
    guard let table = Self.table(ofFile: localFile) else { return .utc }
    return Zone(name: Self.name(ofLink: localFile) ?? "local time", table: table)
  }

  /// What a value of TZ means; nil where that is nothing.
  package func zone(ofVariable variable: String) -> Zone? {
    let text = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
    if text.hasPrefix("/") {
      return Self.table(ofFile: text).map { Zone(name: Self.name(ofLink: text) ?? text, table: $0) }
    }
    if let zone = zone(named: text) { return zone }
    guard let rule = ZoneRuleParser.parse(text) else { return nil }
    return Zone(name: text, table: ZoneTable(firstOffset: rule.standardOffset, rule: rule))
  }

  /// Only such names leave the folder by no way: no part is empty, `.` or `..`.
  private static func isName(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return name.utf8.count <= 255
      && parts.allSatisfy { part in
        !part.isEmpty && part.first != UInt8(ascii: ".")
          && part.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
              UInt8(ascii: "."):
              true
            default: false
            }
          }
      }
  }

  /// The name of the zone where the path is a link into a database.
  private static func name(ofLink path: String) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = max(0, readlink(path, &target, target.count))
    let bytes = target.prefix(length).map { UInt8(bitPattern: $0) }
    let parts = bytes.split(separator: UInt8(ascii: "/"))
    guard let folder = parts.lastIndex(where: { $0.elementsEqual("zoneinfo".utf8) }), folder < parts.count - 1 else {
      return nil
    }
    var name = String(decoding: parts[folder + 1], as: UTF8.self)
    for part in parts[(folder + 2)...] { name += "/" + String(decoding: part, as: UTF8.self) }
    return name
  }

  private static func table(ofFile path: String) -> ZoneTable? {
    read(path).flatMap { ZoneFile.decode($0) }
  }

  /// The bytes of a regular file; nil where it is none, cannot be read or is larger than any zone file.
  private static func read(_ path: String) -> [UInt8]? {
    let largest = 1 << 20
    // Not blocking: the name may be that of a FIFO.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, (1...largest).contains(Int(status.st_size))
    else { return nil }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Glibc.read(file, buffer.baseAddress?.advanced(by: count), size - count)
        if got > 0 { count += got } else if got == 0 || errno != EINTR { break }
      }
    }
    return bytes.count == size ? bytes : nil
  }
}
