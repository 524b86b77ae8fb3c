import RunLog

/// The installed packages as rpm's own database (`rpmdb.sqlite`) has them.
struct RPMDatabase {
  let path: String

  /// nil where it cannot be read. Of a package that is installed in several versions at once, as kernels are, all of them.
  func versions() -> [PackageReading.Package: String]? {
    var found: [PackageReading.Package: [String]] = [:]
    let isWhole = ForeignDatabase(path: path).eachBlob(of: "SELECT blob FROM Packages") { blob in
      guard let header = RPMHeader(blob), let name = header.name, let version = header.version else { return }
      found[PackageReading.Package(name: name, architecture: header.architecture), default: []].append(version)
    }
    guard isWhole else { return nil }
    return found.mapValues { $0.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ", ") }
  }
}
