import Glibc
import RunLog

/// Reads the lists of dpkg and apk: paragraphs of fields, a line each, with an empty line after each paragraph.
struct PackageListParser {
  private enum Field { case name, version, architecture, status }

  private let fields: [(prefix: [UInt8], field: Field)]
  private var name = ""
  private var version = ""
  private var architecture = ""
  private var isInstalled = true
  private var versions: [PackageReading.Package: String] = [:]

  init(_ manager: PackageDatabase.Manager) {
    let names: [(String, Field)] =
      switch manager {
      case .dpkg:
        [("Package: ", .name), ("Version: ", .version), ("Architecture: ", .architecture), ("Status: ", .status)]
      case .apk: [("P:", .name), ("V:", .version), ("A:", .architecture)]
      // Its list is no text.
      case .rpm: []
      }
    fields = names.map { (Array($0.0.utf8), $0.1) }
  }

  /// Of the installed packages, also of those that are not configured yet.
  consuming func versions(_ bytes: [UInt8]) -> [PackageReading.Package: String] {
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      var at = 0
      // By memchr and memcmp: a list has some ten thousand lines, of which four in a dozen matter.
      while at < buffer.count {
        let end = memchr(start + at, Int32(UInt8(ascii: "\n")), buffer.count - at).map { start.distance(to: $0) }
        take(UnsafeRawBufferPointer(rebasing: buffer[at..<(end ?? buffer.count)]))
        at = (end ?? buffer.count) + 1
      }
    }
    finish()
    return versions
  }

  private mutating func take(_ line: UnsafeRawBufferPointer) {
    guard let start = line.baseAddress, !line.isEmpty else { return finish() }
    for (prefix, field) in fields
    where line.count >= prefix.count && line[0] == prefix[0] && memcmp(start, prefix, prefix.count) == 0 {
      let value = String(decoding: UnsafeRawBufferPointer(rebasing: line[prefix.count...]), as: UTF8.self)
      switch field {
      case .name: name = value
      case .version: version = value
      case .architecture: architecture = value
      // `install ok installed`: what is wanted, whether it is well, what it is.
      case .status: isInstalled = !["not-installed", "config-files"].contains(value.split(separator: " ").last ?? "")
      }
      return
    }
  }

  private mutating func finish() {
    if !name.isEmpty, isInstalled {
      versions[PackageReading.Package(name: name, architecture: architecture)] = version
    }
    (name, version, architecture, isInstalled) = ("", "", "", true)
  }
}
